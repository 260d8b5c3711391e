// The bar of a round through the archive; when the round is over, its results are shown.
"use strict";
const bar = document.getElementById("progress");
const words = document.getElementById("progress-words");
async function look() {
  const answer = await fetch(bar.dataset.ask).then((response) => response.json()).catch(() => null);
  if (answer && answer.over) return location.reload();
  if (answer && answer.total) {
    bar.max = answer.total;
    bar.value = answer.done;
    words.textContent = `${answer.done.toLocaleString("en")} of ${answer.total.toLocaleString("en")}`;
  }
  setTimeout(look, 1000);
}
look();
