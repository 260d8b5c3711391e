// Django's chooser names itself; the text inside it, which it calls a textbox, it leaves without a name.
"use strict";
// After the choosers of the page are made: they, too, wait for jQuery, and asked before us.
django.jQuery(() => {
  for (const text of document.querySelectorAll(".select2-selection__rendered[role=textbox]")) {
    text.removeAttribute("role");
    text.removeAttribute("aria-readonly");
  }
});
