// Fetches parts of a page again while they are looked at, filters, and checks a host, each without loading the page.
(function () {
  const SOON = 2;

  function key(element) {
    return element ? element.getAttribute("data-entsso-key") : null;
  }

  // What is open stays open, and who is on a button stays on it.
  function replace(part, html) {
    const open = Array.from(part.querySelectorAll("details[open]")).map(key);
    const focused = part.contains(document.activeElement)
      ? key(document.activeElement.closest("[data-entsso-key]"))
      : null;
    part.innerHTML = html;
    part.querySelectorAll("details").forEach((details) => {
      details.open = open.includes(key(details));
    });
    Behaviour.applySubtree(part, true);
    if (focused !== null) {
      const there = Array.from(part.querySelectorAll("[data-entsso-key]")).find(
        (element) => key(element) === focused,
      );
      if (there) {
        (there.querySelector("summary") || there).focus();
      }
    }
  }

  function refresh(part) {
    if (document.hidden) {
      return Promise.resolve();
    }
    return fetch(part.dataset.entssoRefresh, {
      cache: "no-store",
      redirect: "error",
    })
      .then((response) => (response.ok ? response.text() : null))
      .then((html) => {
        if (html !== null && html !== part.entssoHtml) {
          part.entssoHtml = html;
          replace(part, html);
        }
      })
      .catch(() => {
        // the server is away: what is shown stays until it is back
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
      schedule(part);
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
