// What the checks say of the text as it is typed, beside it.

import { ask, form, here, later, make } from "./page.js"

const KINDS = { error: "Error", warning: "Warning" }

export function checks(box) {
  if (!box) return
  const list = box.querySelector("[data-desk-checks-list]")
  const sum = box.querySelector("[data-desk-checks-sum]")
  const override = box.querySelector("[data-desk-override]")
  let asked = null

  async function look() {
    asked?.abort()
    asked = new AbortController()
    const data = new FormData(form)
    data.delete("csrfmiddlewaretoken")
    try {
      show(await ask(here("checks/"), data, { signal: asked.signal }))
    } catch (refusal) {
      // Offline, or overtaken by the next question: what was said before still stands.
    }
  }

  function show({ found, may_override: mayOverride }) {
    box.hidden = false
    const errors = found.filter((each) => each.error).length
    const warnings = found.length - errors
    sum.textContent = found.length ? [count(errors, "error"), count(warnings, "warning")].filter(Boolean).join(", ") : "nothing found"
    list.replaceChildren(...found.map(line))
    const stopped = found.some((each) => each.stops)
    if (override) override.hidden = !(stopped && mayOverride)
  }

  function line({ error, sentence, mend, field }) {
    const kind = error ? "error" : "warning"
    const target = form.querySelector(`.field-${field}`)
    const words = make("span", {}, make("strong", { class: kind }, KINDS[kind]), ` ${sentence} `, make("small", {}, mend))
    const go = target && make("button", { type: "button", class: "plain", onclick: () => lead(target) }, "Show")
    return make("li", {}, words, go || "")
  }

  const soon = later(900, look)
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)
  look()
}

const count = (number, word) => (number ? `${number} ${word}${number === 1 ? "" : "s"}` : "")

function lead(target) {
  const fold = target.closest("details")
  if (fold) fold.open = true
  target.scrollIntoView({ block: "center" })
  const place = target.querySelector("[contenteditable=true], input:not([hidden]), textarea:not([hidden]), select, button")
  place?.focus({ preventScroll: true })
}
