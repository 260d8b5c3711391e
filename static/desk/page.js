// The form, small makers of elements, and how the desk talks to the server.

export const form = document.getElementById("article_form") || document.querySelector("#content-main form")

const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value

/** An element: make("button", {type: "button", "aria-label": "x", onclick}, "text", child…) */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children)
  return element
}

/** The address of one of the desk's views: under the article, or beside the form of a new one. */
export const desk = (tail) => `/admin/articles/article/${tail}`
export const here = (tail) => desk(form.dataset.article ? `${form.dataset.article}/${tail}` : tail)

export class Refusal extends Error {}
export class LoggedOut extends Error {}

/** Ask the server; resolves to its JSON (or text), rejects with a sentence to show. */
export async function ask(url, body = null, options = {}) {
  let answer
  try {
    answer = await fetch(url, {
      method: body ? "POST" : "GET",
      body,
      headers: body ? { "X-CSRFToken": token() } : {},
      redirect: "manual",
      ...options,
    })
  } catch (error) {
    if (error.name === "AbortError") throw error
    throw new Refusal("The server cannot be reached. What you typed is kept in this browser.")
  }
  if (answer.type === "opaqueredirect") throw new LoggedOut("You are logged out.")
  const isJSON = (answer.headers.get("Content-Type") || "").includes("json")
  const content = isJSON ? await answer.json() : await answer.text()
  if (!answer.ok) throw new Refusal((isJSON && content.error) || `The server refused (${answer.status}).`)
  return content
}

export function fields(pairs) {
  const data = new FormData()
  for (const [name, value] of Object.entries(pairs)) data.append(name, value)
  return data
}

/** Wait until nothing has happened for a while, then do it once. */
export function later(milliseconds, action) {
  let timer
  return (...values) => {
    clearTimeout(timer)
    timer = setTimeout(() => action(...values), milliseconds)
  }
}

let told
/** A sentence at the foot of the window, read aloud too. */
export function tell(sentence) {
  told ||= document.body.appendChild(make("p", { class: "told", role: "status" }))
  told.textContent = sentence
  told.classList.add("shown")
  clearTimeout(tell.timer)
  tell.timer = setTimeout(() => told.classList.remove("shown"), 6000)
}

/**
 * Ask the writer for a few lines in a dialog: [{name, label, value, help, long, optional}].
 * Resolves to {name: value}, to null if they think better of it; `extra` is shown above the lines.
 */
export function dialogue(title, wanted, { confirm = "Insert", remove = "", extra = null } = {}) {
  return new Promise((resolve) => {
    const inputs = wanted.map(({ name, label, value = "", help, long, optional, type }) => {
      const input = make(long ? "textarea" : "input", {
        name,
        id: `ask-${name}`,
        ...(long ? { rows: 4 } : { type: type || "text" }),
        required: !optional,
        "aria-describedby": help ? `ask-${name}-help` : null,
        autocomplete: "off",
      })
      input.value = value
      const line = make("p", { class: "field" }, make("label", { for: `ask-${name}` }, label), input)
      if (help) line.append(make("span", { class: "help", id: `ask-${name}-help` }, help))
      return { name, input, line }
    })
    const answers = () => Object.fromEntries(inputs.map(({ name, input }) => [name, input.value.trim()]))
    const sheet = make("form", { method: "dialog", novalidate: true }, make("h2", {}, title))
    if (extra) sheet.append(extra)
    sheet.append(...inputs.map(({ line }) => line))
    const buttons = make("p", { class: "row" })
    buttons.append(make("button", { type: "submit", class: "main" }, confirm))
    if (remove) {
      buttons.append(make("button", { type: "button", class: "danger", onclick: () => end({ removed: true }) }, remove))
    }
    buttons.append(make("button", { type: "button", class: "plain", onclick: () => end(null) }, "Cancel"))
    sheet.append(buttons)
    const dialog = make("dialog", { class: "ask", "aria-label": title }, sheet)
    function end(value) {
      dialog.remove()
      resolve(value)
    }
    sheet.addEventListener("submit", (event) => {
      event.preventDefault()
      event.stopPropagation()
      const empty = inputs.find(({ input }) => input.required && !input.value.trim())
      if (empty) empty.input.focus()
      else end(answers())
    })
    sheet.addEventListener("input", (event) => event.stopPropagation())
    dialog.addEventListener("cancel", () => end(null))
    document.body.append(dialog)
    dialog.showModal()
    inputs[0]?.input.focus()
    inputs[0]?.input.select()
  })
}
