/* An A4 sheet: its only script is the button that prints it. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
