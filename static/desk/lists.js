// Filters of a list: one open at a time, closed by a click elsewhere, sent when chosen.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const $ = window.django && window.django.jQuery;
  document.querySelectorAll("[data-submits]").forEach((field) => {
    const submit = () => field.form.requestSubmit();
    // Select2 tells jQuery alone.
    if ($) $(field).on("change", submit);
    else field.addEventListener("change", submit);
  });
  const close = (except) => {
    document.querySelectorAll("details.filter[open]").forEach((filter) => {
      if (filter !== except) filter.open = false;
    });
  };
  document.addEventListener("click", (event) => {
    // Select2 hangs its list at the end of the page.
    if (!event.target.closest(".select2-container")) close(event.target.closest("details.filter"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
});
