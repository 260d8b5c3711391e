// The order of a letter: drag an article by its handle, or move it with the arrow keys. What is kept
// are the numbers of the form, in tens, so that all of it works by typing them too.
"use strict";
const group = document.querySelector(".letter-entries");

function prepare(group) {
  const said = document.getElementById("entries-said");
  const entries = () => [...group.querySelectorAll(".letter-entry:not(.empty-form)")];
  const title = (entry) => entry.querySelector("h3 strong, h3 .select2-selection__rendered")?.textContent.trim() || "The new one";

  function settle() {
    entries().forEach((entry, place) => {
      entry.querySelector("[name$=-order]").value = 10 * (place + 1);
    });
  }
  function tell(entry) {
    const all = entries();
    said.textContent = `${title(entry)}: place ${all.indexOf(entry) + 1} of ${all.length}`;
  }
  function move(entry, step) {
    const all = entries();
    const other = all[all.indexOf(entry) + step];
    if (!other) return;
    if (step < 0) other.before(entry);
    else other.after(entry);
    settle();
    tell(entry);
  }

  for (const hint of group.querySelectorAll(".by-number")) hint.hidden = true;
  for (const hint of group.querySelectorAll(".by-hand")) hint.hidden = false;

  group.addEventListener("keydown", (event) => {
    const grip = event.target.closest(".grip");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!grip || !step) return;
    event.preventDefault();
    move(grip.closest(".letter-entry"), step);
    grip.focus();
  });
  group.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-DELETE")) {
      event.target.closest(".letter-entry").classList.toggle("left-out", event.target.checked);
    }
  });

  // Only the handle drags: what is typed in a field is selected, not carried away.
  let dragged = null;
  group.addEventListener("pointerdown", (event) => {
    const entry = event.target.closest(".letter-entry");
    if (entry) entry.draggable = Boolean(event.target.closest(".grip"));
  });
  group.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".letter-entry");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", title(dragged));
    dragged.classList.add("dragged");
  });
  group.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest(".letter-entry:not(.empty-form)");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  group.addEventListener("drop", (event) => event.preventDefault());
  group.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    dragged.draggable = false;
    settle();
    tell(dragged);
    dragged = null;
  });
  // A new one goes to the end.
  document.addEventListener("formset:added", (event) => {
    if (group.contains(event.target)) settle();
  });
}
if (group) prepare(group);
