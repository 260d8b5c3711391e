// Comfort for readers. Every page works without it; it asks nothing of anyone but this site.
// It stands in the head, before the styles, so that a chosen theme is there at the first paint.
"use strict";

const root = document.documentElement;
const CHOICES = ["theme", "text"];

const kept = {
  get(name) {
    try { return localStorage.getItem(name) || ""; } catch { return ""; }
  },
  set(name, value) {
    try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* not kept */ }
  },
};

function choose(name, value) {
  value ? root.setAttribute(`data-${name}`, value) : root.removeAttribute(`data-${name}`);
}

for (const name of CHOICES) choose(name, kept.get(name));

// Theme and text size: the form is shown only where a script can carry it out.
function offerChoices() {
  const form = document.querySelector(".comfort");
  if (!form) return;
  for (const name of CHOICES) {
    for (const radio of form.querySelectorAll(`[name=${name}]`)) {
      radio.checked = radio.value === kept.get(name);
    }
  }
  form.addEventListener("change", ({ target }) => {
    kept.set(target.name, target.value);
    choose(target.name, target.value);
  });
  form.hidden = false;
}

// Keep reading: Back and reload find the text as the reader left it; closing it loses no place.
function mindFoldedTexts() {
  for (const more of document.querySelectorAll("details.more")) {
    const here = `#${more.querySelector("[id^=rest-]").id}`;
    if (location.hash === here) more.open = true;
    more.addEventListener("toggle", () => {
      const { pathname, search, hash } = location;
      if (more.open) history.replaceState(null, "", here);
      else if (hash === here) history.replaceState(null, "", pathname + search);
      if (!more.open && more.contains(document.activeElement)) {
        const headline = more.parentElement.querySelector(".headline");
        if (headline.getBoundingClientRect().top < 0) headline.scrollIntoView();
      }
    });
  }
}

// Notes stand in the margin, each beside its number, where the page is wide enough to have one.
function placeNotes() {
  const story = document.querySelector(".story");
  const prose = story?.querySelector(".prose");
  const notes = prose?.querySelectorAll(".footnotes > ol > li") ?? [];
  if (!notes.length) return;
  const wide = matchMedia("(width >= 64rem)");
  const facts = story.querySelector(".facts");
  const place = () => {
    story.classList.toggle("noted", wide.matches);
    prose.style.minBlockSize = "";
    if (!wide.matches) return;
    const top = prose.getBoundingClientRect().top;
    const span = (element) => {
      const box = element.getBoundingClientRect();
      return [box.top - top - 16, box.bottom - top + 16];
    };
    const taken = [...prose.querySelectorAll(".figure--wide, .pull-quote")].map(span);
    let free = span(facts)[1] + 8;
    for (const note of notes) {
      const mark = prose.querySelector(`.note-ref[data-note="${note.dataset.note}"]`);
      const height = note.offsetHeight;
      let at = Math.max(free, mark ? mark.getBoundingClientRect().top - top - 6 : 0);
      for (const [from, to] of taken) if (at + height > from && at < to) at = to;
      note.style.insetBlockStart = `${at}px`;
      free = at + height + 12;
    }
    prose.style.minBlockSize = `${free}px`;
  };
  wide.addEventListener("change", place);
  document.fonts.ready.then(place);
  new ResizeObserver(place).observe(story);
  place();
}

// What may be meant, while one types: links under the field, reached by Tab.
function suggest() {
  for (const field of document.querySelectorAll(".search-box input[type=search]")) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    field.closest(".field").after(list);
    let waiting = 0;
    let asked = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      const text = field.value.trim();
      const turn = ++asked;
      if (text.length < 2) return list.replaceChildren();
      waiting = setTimeout(async () => {
        const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(text)}`).catch(() => null);
        if (turn !== asked || !answer?.ok) return;
        const { suggestions } = await answer.json();
        list.replaceChildren(...suggestions.map(({ title, url }) => {
          const item = document.createElement("li");
          const link = item.appendChild(document.createElement("a"));
          link.href = url;
          link.textContent = title;
          return item;
        }));
      }, 200);
    });
    field.closest("form").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !list.children.length) return;
      event.preventDefault(); // it would empty the field
      list.replaceChildren();
      field.focus();
    });
  }
}

// Copy link, where the browser lets a page do that.
function offerCopy() {
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      const from = document.getElementById(button.dataset.from);
      await navigator.clipboard.writeText(from ? from.value : button.dataset.address);
      button.textContent = button.dataset.done;
    });
  }
}

// Embeds: at a click the card gives way to a frame; before it, nobody is asked for anything.
function openEmbeds() {
  const frames = [];
  document.addEventListener("click", (event) => {
    const card = event.target.closest("a.embed[data-frame]");
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.className = card.className;
    frame.title = card.querySelector(".embed__title").textContent;
    frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms";
    frame.src = card.dataset.frame;
    frame.addEventListener("load", () => {
      // Mastodon tells its height to whoever asks.
      frame.contentWindow.postMessage({ type: "setHeight", id: frames.indexOf(frame) }, new URL(frame.src).origin);
    });
    frames.push(frame);
    card.replaceWith(frame);
    frame.focus();
  });
  addEventListener("message", ({ source, data }) => {
    const frame = frames.find((each) => each.contentWindow === source);
    const told = frame && (data.height ?? Object.values(data["datawrapper-height"] ?? {})[0] ?? data["twttr.embed"]?.params?.[0]?.height);
    if (told > 0) frame.style.blockSize = `${Math.min(told, 4000)}px`;
  });
}

// Listen, by a voice of the reader's own machine: others would send the text to strangers.
function offerVoice() {
  const button = document.querySelector(".listen");
  if (!button || !window.speechSynthesis) return;
  const start = button.textContent;
  const language = root.lang.slice(0, 2);
  const voice = () => speechSynthesis.getVoices().find(
    (each) => each.localService && each.lang.slice(0, 2) === language);
  const show = () => { button.hidden = !voice(); };
  const rest = () => { button.textContent = start; };
  speechSynthesis.addEventListener("voiceschanged", show);
  addEventListener("pagehide", () => speechSynthesis.cancel());
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    if (button.textContent !== start) return rest();
    button.textContent = button.dataset.stop;
    const parts = document.querySelectorAll(".head h1, .head .dek, .story .prose > :is(p, h2, h3, ul, ol, blockquote)");
    parts.forEach((part, index) => {
      const words = part.cloneNode(true);
      words.querySelectorAll(".note-ref").forEach((mark) => mark.remove());
      const speech = new SpeechSynthesisUtterance(words.textContent);
      speech.voice = voice();
      speech.lang = root.lang;
      if (index === parts.length - 1) speech.onend = rest;
      speechSynthesis.speak(speech);
    });
  });
  show();
}

// On a narrow screen the menu runs off the edge: bring the section that one is in into view.
function showSection() {
  const here = document.querySelector(".sections [aria-current]");
  const menu = here?.closest("ul");
  if (menu && menu.scrollWidth > menu.clientWidth) menu.scrollLeft = here.offsetLeft - menu.clientWidth / 2;
}

document.addEventListener("DOMContentLoaded", () => {
  offerChoices();
  mindFoldedTexts();
  placeNotes();
  suggest();
  offerCopy();
  openEmbeds();
  offerVoice();
  showSection();
});
