// The publish button says what it will do, by the newsroom's clock.

/** The wall time of a zone as “2027-03-05T06:00”. */
export function wall(moment, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(moment)
  const part = (type) => parts.find((one) => one.type === type).value
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`
}

/** “Friday 06:00 New York”: a weekday in the coming week, else a date. */
export function spoken(time, now, place) {
  const [day, today] = [time, now].map((wallTime) => new Date(`${wallTime.slice(0, 10)}T00:00Z`))
  const days = Math.round((day - today) / 864e5)
  const say = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(day)
  const year = time.slice(0, 4) === now.slice(0, 4) ? {} : { year: "numeric" }
  const date = days >= 0 && days <= 6 ? say({ weekday: "long" }) : say({ day: "numeric", month: "long", ...year })
  return `${date} ${time.slice(11, 16)} ${place}`
}

export function publishButton(button, field, { zone, place, isLive }) {
  if (isLive) return
  const show = () => {
    const now = wall(new Date(), zone)
    const ahead = field.value.length === 16 && field.value > now
    button.textContent = ahead ? `Publish ${spoken(field.value, now, place)}` : "Publish now"
  }
  for (const event of ["input", "change", "desk:restored"]) field.addEventListener(event, show)
  setInterval(show, 20_000)
  show()
}
