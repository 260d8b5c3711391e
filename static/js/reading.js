// Comfort for “keep reading”: the pages work without it.
for (const more of document.querySelectorAll("details.more")) {
  const rest = more.querySelector("[id^=rest-]");
  if (location.hash === `#${rest.id}`) more.open = true;
  more.addEventListener("toggle", () => {
    const { pathname, search, hash } = location;
    // Back and reload find the text as the reader left it.
    if (more.open) history.replaceState(null, "", `#${rest.id}`);
    else if (hash === `#${rest.id}`) history.replaceState(null, "", pathname + search);
    if (!more.open && more.contains(document.activeElement)) {
      const headline = more.parentElement.querySelector(".headline");
      if (headline.getBoundingClientRect().top < 0) headline.scrollIntoView();
    }
  });
}
