/* Notes of a room are kept in the browser until the server has them: nothing typed while the line
   is cut is lost, and the key of each makes that it is kept once however often it is sent. */
import { all, csrf, first, serverNow } from "./page.js";

const STORE = "notes";
const AGAIN = 10_000;
const REFUSED = new Set([400, 403, 404, 413, 422]);

let sending = false;

/** The database of this browser; one store for all rooms. */
function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("huiyin-notes", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

const keep = (note) => inStore("readwrite", (store) => store.put(note));
const drop = (key) => inStore("readwrite", (store) => store.delete(key));
const kept = async (room) => {
  const rows = await inStore("readonly", (store) => store.getAll());
  return rows.filter((row) => row.room === room).sort((one, other) => one.written_at - other.written_at);
};

/** A key of the shape that the server wants (UUID version 4, RFC 9562). */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [0, 8, 12, 16, 20].map((at, place, all_) => hex.slice(at, all_[place + 1])).join("-");
}

async function submitted(event) {
  const form = event.target;
  if (!form.matches?.("[data-notes]")) return;
  event.preventDefault();
  const data = new FormData(form);
  const file = data.get("file");
  const text = String(data.get("text") || "");
  if (!text.trim() && !(file && file.size)) return;
  const note = {
    key: String(data.get("key")), room: form.dataset.notes, text, kind: String(data.get("kind")),
    file: file && file.size ? file : null, written_at: serverNow(),
  };
  await keep(note);
  form.reset();
  form.elements.key.value = newKey();
  await flush(form);
}

/** Sends what is kept, oldest first; stops at the first that does not get through. */
async function flush(form) {
  if (sending) return;
  sending = true;
  let problem = "";
  try {
    for (const note of await kept(form.dataset.notes)) {
      const answer = await sent(form, note);
      if (answer.lost) break;
      if (answer.problem) problem = answer.problem;
      await drop(note.key);
      if (answer.problem) restore(form, note);
    }
  } finally {
    sending = false;
  }
  const waiting = (await kept(form.dataset.notes)).length;
  say(form, problem || (waiting ? form.dataset.waiting.replace("%(n)d", waiting) : ""), waiting > 0);
}

async function sent(form, note) {
  const body = new FormData();
  for (const name of ["key", "text", "kind", "written_at"]) body.append(name, note[name]);
  body.append("quiet", "1");
  if (note.file) body.append("file", note.file, note.file.name);
  try {
    const headers = { "X-CSRFToken": first("[name=csrfmiddlewaretoken]", form)?.value || csrf() };
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
    if (answer.ok) return {};
    if (!REFUSED.has(answer.status)) return { lost: true };
    return { problem: answer.status === 422 ? await answer.text() : form.dataset.refused };
  } catch {
    return { lost: true };
  }
}

/** What was refused stands in the form again, to be put right. */
function restore(form, note) {
  const field = form.elements.text;
  if (!field.value) field.value = note.text;
}

function say(form, text, waiting) {
  const status = first("[data-notes-status]", form);
  if (!status) return;
  status.textContent = text;
  form.classList.toggle("is-waiting", waiting);
}

export function start() {
  if (!window.indexedDB) return;
  const forms = all("[data-notes]");
  if (!forms.length) return;
  document.addEventListener("submit", submitted);
  const again = () => forms.forEach((form) => flush(form).catch(() => {}));
  addEventListener("online", again);
  setInterval(again, AGAIN);
  again();
}
