// Nothing typed is lost: kept in this browser with every change, and on the server as soon as can be.

import { ask, desk, form, here, later, LoggedOut, make } from "./page.js"

const SECONDS = 1000
const BEAT = 20 * SECONDS
const SOON = 2 * SECONDS
const SKIPPED = new Set(["csrfmiddlewaretoken", "who", "_save", "reason"])

const prefix = `desk:${form.dataset.user}:`
const key = form.elements.namedItem("key").value
const own = prefix + (form.dataset.article || `new:${key}`)
const kept = form.querySelector("[data-desk-kept]")
const others = form.querySelector("[data-desk-others]")

const inputs = () =>
  [...form.elements].filter(
    ({ name, type, readOnly }) =>
      name && !readOnly && !SKIPPED.has(name) && !/^(initial-|overlap-|take-)/.test(name) && !["submit", "file", "button"].includes(type),
  )

const read = () =>
  Object.fromEntries(inputs().filter((one) => one.type !== "checkbox" || one.checked).map((one) => [one.name, one.value]))

// In this browser

function store(data) {
  try {
    localStorage.setItem(own, JSON.stringify({ at: Date.now(), title: data.title, data }))
  } catch {
    // Full or forbidden: the server's slot is still there.
  }
}

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name))
  } catch {
    return null
  }
}

const forget = (name) => {
  try {
    localStorage.removeItem(name)
  } catch {
    // Nothing can be kept here, so nothing is.
  }
}

/** What the server says it has saved need not be kept here. */
function forgetSaved() {
  const [, saved] = location.hash.match(/^#saved=(.*)$/) || []
  if (saved === undefined) return
  forget(own)
  if (saved) forget(`${prefix}new:${decodeURIComponent(saved)}`)
  history.replaceState(history.state, "", location.pathname + location.search)
}

const plain = (html) => {
  const text = new DOMParser().parseFromString(html.replace(/<\/(p|h2|h3|li|td|th|figcaption|aside|blockquote)>/g, " "), "text/html")
  return text.body.textContent.replace(/\s+/g, " ").trim()
}

const WATCHED = ["title", "dek", "body", "lead_caption", "bylines", "tags", "related", "lead_image", "slug", "note", "disclosure"]

/** True if what is kept here says something that the form does not. */
const differs = (data) =>
  WATCHED.some((name) => {
    const there = form.elements.namedItem(name)?.value ?? ""
    const here = data[name] ?? ""
    return name === "body" ? plain(there) !== plain(here) : there.trim() !== here.trim()
  })

function fill(data) {
  for (const input of inputs()) {
    if (input.type === "checkbox") input.checked = input.name in data
    else if (input.name in data && input.name !== "key") input.value = data[input.name]
    input.dispatchEvent(new Event("desk:restored"))
  }
  form.dispatchEvent(new Event("input", { bubbles: true }))
}

/** Offer what an earlier visit left in this browser; for a new article, the newest of those. */
function offerLocal() {
  const names = form.dataset.article
    ? [own]
    : Object.keys(localStorage).filter((name) => name.startsWith(`${prefix}new:`) && name !== own)
  const found = names
    .map((name) => ({ name, ...stored(name) }))
    .filter(({ data }) => data && differs(data) && (data.title || plain(data.body || "")))
    .sort((one, other) => other.at - one.at)[0]
  if (!found) return
  const at = new Date(found.at).toLocaleString("en-GB", { timeZone: form.dataset.zone, day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" })
  const offer = make("div", { class: "offer", role: "status" }, make("p", {}, `This browser kept what you typed on ${at} and did not save.`))
  offer.append(
    make("button", { type: "button", class: "main", onclick: () => { fill(found.data); close() } }, "Bring it back"),
    make("button", { type: "button", class: "plain", onclick: close }, "Discard it"),
  )
  function close() {
    forget(found.name)
    offer.remove()
  }
  // The browser's copy has every keystroke, so the server's offer would only be older.
  form.querySelector("[data-desk-offer]")?.remove()
  form.querySelector(".bar").after(offer)
}

// On the server

let dirty = false
let sending = false
let banner = null

async function pulse() {
  if (sending) return
  sending = true
  const typed = dirty
  const data = new FormData()
  data.append("base", form.elements.namedItem("base").value)
  data.append("key", key)
  if (typed) {
    data.append("typed", "yes")
    for (const [name, value] of Object.entries(read())) if (name !== "base" && name !== "key") data.append(name, value)
  }
  dirty = false
  try {
    show(await ask(here("pulse/"), data), typed)
  } catch (refusal) {
    dirty ||= typed
    if (await renewed(refusal)) later(100, pulse)()
    else say(refusal)
  } finally {
    sending = false
  }
}

function show(answer, typed) {
  banner?.remove()
  banner = null
  if (typed) kept.textContent = `Kept ${answer.kept}`
  const names = answer.others
  const who = names.length > 2 ? `${names.length} colleagues have` : `${names.join(" and ")} ${names.length > 1 ? "have" : "has"}`
  const sentences = names.length ? [`${who} it open too.`] : []
  if (answer.version > Number(form.elements.namedItem("base").value)) {
    sentences.push(`${answer.by || "Somebody"} saved version ${answer.version} since: your save will join both.`)
  }
  const line = sentences.join(" ")
  if (others.textContent !== line) others.textContent = line
}

/** After a new log-in in another tab the form needs a new token. */
async function renewed(refusal) {
  if (refusal instanceof LoggedOut) return false
  if (!/\(403\)/.test(refusal.message)) return false
  const answer = await ask(desk("token/")).catch(() => null)
  if (!answer) return false
  const field = form.querySelector("[name=csrfmiddlewaretoken]")
  const isNew = field.value !== answer.token
  field.value = answer.token
  return isNew && (renewed.times = (renewed.times || 0) + 1) < 3
}

function say(refusal) {
  kept.textContent = "Kept in this browser"
  const isOut = refusal instanceof LoggedOut
  const sentence = isOut ? "You are logged out. What you type is kept in this browser." : refusal.message
  if (banner?.dataset.sentence === sentence) return
  banner?.remove()
  banner = make("div", { class: "offer", role: "status", "data-sentence": sentence }, make("p", {}, sentence))
  if (isOut) banner.append(make("a", { class: "button main", href: "/admin/login/?next=/admin/", target: "_blank" }, "Log in in a new tab"))
  form.querySelector(".bar").after(banner)
}

export function keep() {
  forgetSaved()
  if (form.dataset.bound !== "yes") offerLocal()
  const soon = later(SOON, pulse)
  const write = later(250, () => store(read()))
  form.addEventListener("input", () => {
    dirty = true
    write()
    soon()
  })
  addEventListener("pagehide", () => {
    if (!dirty) return
    store(read())
    const data = new FormData(form)
    data.append("typed", "yes")
    navigator.sendBeacon(here("pulse/"), data)
  })
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && pulse())
  addEventListener("online", pulse)
  form.addEventListener("submit", (event) => {
    if (dirty) store(read())
    if (event.submitter?.formTarget !== "_blank") dirty = false
  })
  setInterval(pulse, BEAT)
  pulse()
}
