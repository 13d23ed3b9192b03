/* Sections that open when they matter: `data-when="kind=policy|emergency stage=release"` is shown
   while every named field of its form has one of the values; `kind!=notice` says the opposite. */
import { all } from "./page.js";

function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  if (!field) return "";
  if (field.type === "checkbox") return field.checked ? "on" : "";
  return field.value ?? "";
}

function fits(form, condition) {
  const [, name, sign, wanted] = condition.match(/^([^!=]+)(!?=)(.*)$/) || [];
  if (!name) return true;
  return wanted.split("|").includes(valueOf(form, name)) === (sign === "=");
}

function look(form) {
  all("[data-when]", form).forEach((part) => {
    const shown = part.dataset.when.split(" ").every((condition) => fits(form, condition));
    part.hidden = !shown;
  });
}

export function start() {
  const forms = new Set(all("[data-when]").map((part) => part.closest("form")).filter(Boolean));
  forms.forEach((form) => {
    look(form);
    form.addEventListener("change", () => look(form));
  });
}
