// Fetches parts of a page again while they are looked at, filters, and checks a host, each without loading the page.
(function () {
  const SOON = 2;
  const FAILURES = 2;

  // Of an element, or a link: the same after the part was fetched again.
  function key(element) {
    return element ? element.dataset.entssoKey || element.getAttribute("href") : null;
  }

  // What is open stays open, and who is on a button or a link stays on it.
  function replace(part, html) {
    const open = Array.from(part.querySelectorAll("details[open]")).map(key);
    const focused = part.contains(document.activeElement)
      ? key(document.activeElement.closest("[data-entsso-key], a[href]"))
      : null;
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((details) => {
      details.open = open.includes(key(details));
    });
    Behaviour.applySubtree(part, true);
    if (focused !== null) {
      const there = Array.from(part.querySelectorAll("[data-entsso-key], a[href]")).find(
        (element) => key(element) === focused,
      );
      if (there) {
        (there.querySelector("summary") || there).focus();
      }
    }
  }

  // Whoever marks a text, to copy it perhaps, does not lose it.
  function isMarked(part) {
    const selection = window.getSelection();
    return selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode);
  }

  // Nor does who types.
  function isTyped(part) {
    return Array.from(part.querySelectorAll("[data-entsso-typed]")).some((input) => input.value !== "");
  }

  // Old news that looks new is worse than none.
  function say(part, message) {
    const status = part.previousElementSibling;
    status.textContent = message.replace("{0}", part.entssoFresh.toLocaleTimeString());
    part.classList.toggle("entsso-part--old", message !== "");
  }

  function refresh(part) {
    if (document.hidden || isMarked(part) || isTyped(part)) {
      return Promise.resolve();
    }
    return fetch(part.dataset.entssoRefresh, {
      cache: "no-store",
      redirect: "error",
    })
      .then((response) => {
        if (response.ok) {
          return response.text();
        }
        throw response.status === 401 || response.status === 403
          ? new DOMException("", "NotAllowedError")
          : new Error(response.status);
      })
      .then((html) => {
        part.entssoFresh = new Date();
        part.entssoFailures = 0;
        say(part, "");
        if (html !== part.entssoHtml) {
          part.entssoHtml = html;
          replace(part, html);
        }
      })
      .catch((error) => {
        part.entssoFailures += 1;
        if (error.name === "NotAllowedError") {
          say(part, part.dataset.entssoForbidden);
        } else if (part.entssoFailures >= FAILURES) {
          say(part, part.dataset.entssoOld);
        }
      });
  }

  function schedule(part) {
    const isUnderWay = part.querySelector("[data-entsso-under-way]") !== null;
    const seconds = isUnderWay ? SOON : Number(part.dataset.entssoSeconds);
    clearTimeout(part.entssoTimer);
    part.entssoTimer = setTimeout(() => {
      refresh(part).then(() => {
        if (part.isConnected) {
          schedule(part);
        }
      });
    }, seconds * 1000);
  }

  Behaviour.specify("[data-entsso-refresh]", "entsso-refresh", 0, (part) => {
    if (!part.entssoTimer) {
      part.entssoFresh = new Date();
      part.entssoFailures = 0;
      schedule(part);
    }
  });

  // Who comes back to a page sees at once how it is now.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      document.querySelectorAll("[data-entsso-refresh]").forEach((part) => {
        refresh(part).then(() => schedule(part));
      });
    }
  });

  // Jenkins adds a crumb to every form, and a crumb has no business in an address.
  Behaviour.specify("[data-entsso-filter]", "entsso-filter", 0, (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = new URLSearchParams();
      ["q", "verdict"].forEach((name) => {
        const value = form.elements[name].value;
        if (value !== "") {
          query.set(name, value);
        }
      });
      window.location.search = query.toString();
    });
  });

  Behaviour.specify("[data-entsso-post]", "entsso-post", 0, (form) => {
    form.addEventListener("submit", (event) => {
      const part = form.closest("[data-entsso-refresh]");
      if (part === null) {
        return;
      }
      event.preventDefault();
      fetch(form.action, {
        method: "post",
        headers: crumb.wrap({}),
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
      })
        .then((response) => {
          // done is a redirection
          if (response.type !== "opaqueredirect") {
            throw new Error(response.status);
          }
        })
        .catch(() => notificationBar.show(form.dataset.entssoPost, notificationBar.ERROR))
        .then(() => refresh(part))
        .then(() => schedule(part));
    });
  });
})();
