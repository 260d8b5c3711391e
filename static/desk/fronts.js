// Arranging a front: drag a slot, or move it with the arrow keys; nothing is kept until it is saved.
"use strict";
const list = document.getElementById("slots");
const frontForm = document.getElementById("front-form");
const said = document.getElementById("front-said");
const slots = () => [...list.children];
const title = (slot) => slot.querySelector("strong").textContent;
let changed = false;

function tell(slot) {
  said.textContent = `${title(slot)}: place ${slots().indexOf(slot) + 1} of ${slots().length}`;
}
function settle() {
  changed = true;
  slots().forEach((slot, place) => {
    for (const button of slot.querySelectorAll("[data-step]")) button.value = `${button.dataset.step}:${place}`;
  });
  document.getElementById("front-preview-button").click();
}
function move(slot, step) {
  const place = slots().indexOf(slot) + step;
  if (place < 0 || place >= slots().length) return;
  if (step < 0) list.children[place].before(slot);
  else list.children[place].after(slot);
  tell(slot);
  settle();
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  event.preventDefault();
  const slot = button.closest(".slot");
  if (button.dataset.step === "remove") {
    said.textContent = `${title(slot)} is taken off`;
    (slot.nextElementSibling || slot.previousElementSibling)?.querySelector(".grip").focus();
    slot.remove();
    settle();
  } else {
    move(slot, button.dataset.step === "up" ? -1 : 1);
    button.focus();
  }
});
list.addEventListener("keydown", (event) => {
  const grip = event.target.closest(".grip");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!grip || !step) return;
  event.preventDefault();
  move(grip.closest(".slot"), step);
  grip.focus();
});

let dragged = null;
list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".slot");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", title(dragged));
  dragged.classList.add("dragged");
});
list.addEventListener("dragover", (event) => {
  const over = event.target.closest(".slot");
  if (!dragged) return;
  event.preventDefault();
  if (!over || over === dragged) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged);
  else over.after(dragged);
});
list.addEventListener("drop", (event) => event.preventDefault());
list.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  if (dragged) tell(dragged);
  dragged = null;
  settle();
});

// What is typed in a text field is selected, not dragged away.
list.addEventListener("focusin", (event) => {
  event.target.closest(".slot").draggable = !event.target.matches("input");
});
list.addEventListener("change", settle);
document.getElementById("as-of").addEventListener("change", () => document.getElementById("front-preview-button").click());
frontForm.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "preview") changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
// The chooser names its box after what is chosen: of nothing, nobody hears what it is for.
window.addEventListener("load", () => {
  for (const box of document.querySelectorAll(".add-slot .select2-selection")) {
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", box.closest(".add-slot").querySelector("label").textContent);
  }
});
