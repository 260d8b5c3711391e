// The public page beside the form, drawn from what is typed. Nothing in it can run.

import { ask, form, later, make } from "./page.js"

const WIDTHS = { Phone: 390, Desktop: 1100 }

export function proof(button) {
  const room = form.querySelector(".proof")
  const frame = make("iframe", { sandbox: "allow-same-origin", title: "Preview" })
  const stage = make("div", { class: "stage" }, frame)
  const status = make("span", { role: "status", class: "help" })
  const switches = Object.keys(WIDTHS).map((name) =>
    make("button", { type: "button", class: "plain", onclick: () => setWidth(name) }, name),
  )
  const close = make("button", { type: "button", class: "plain", onclick: () => toggle(false) }, "Close")
  const whole = make("button", { type: "submit", class: "plain", formaction: button.formAction, formtarget: "_blank" }, "In a tab")
  room.append(make("div", { class: "row" }, ...switches, status, whole, close), stage)
  let width = "Phone"
  let asked = null
  let scrolled = 0

  function setWidth(name) {
    width = name
    switches.forEach((one) => one.setAttribute("aria-pressed", String(one.textContent === name)))
    fit()
  }

  /** The page keeps its true width; where the room is narrower, it is shown smaller. */
  function fit() {
    const scale = Math.min(1, stage.clientWidth / WIDTHS[width])
    frame.style.width = `${WIDTHS[width]}px`
    frame.style.height = `${stage.clientHeight / scale}px`
    frame.style.transform = `scale(${scale})`
  }

  async function draw() {
    if (room.hidden) return
    asked?.abort()
    asked = new AbortController()
    try {
      const page = await ask(button.formAction, new FormData(form), { signal: asked.signal })
      scrolled = frame.contentWindow?.scrollY || scrolled
      frame.srcdoc = page
      status.textContent = ""
    } catch (refusal) {
      if (refusal.name !== "AbortError") status.textContent = refusal.message
    }
  }

  frame.addEventListener("load", () => {
    const page = frame.contentDocument
    frame.contentWindow.scrollTo(0, scrolled)
    // Links lead nowhere in a preview: the frame would leave the page that is being written.
    page?.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]")
      if (!link) return
      event.preventDefault()
      const [, anchor] = link.getAttribute("href").match(/^#(.+)$/) || []
      if (anchor) page.getElementById(anchor)?.scrollIntoView()
    })
    page?.addEventListener("submit", (event) => event.preventDefault())
  })

  function toggle(open = room.hidden) {
    room.hidden = !open
    form.classList.toggle("proofed", open)
    button.setAttribute("aria-expanded", String(open))
    if (open) {
      setWidth(width)
      draw()
      if (room.getBoundingClientRect().top > innerHeight) room.scrollIntoView()
    } else button.focus()
  }

  button.addEventListener("click", (event) => {
    event.preventDefault()
    toggle()
  })
  form.addEventListener("input", later(700, draw))
  new ResizeObserver(fit).observe(stage)
  return toggle
}
