// Every browser has a random id, sent with each request to this server and to no other.
(() => {
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  let id = newId();
  try {
    id = localStorage.getItem("studio.visitor") || id;
    localStorage.setItem("studio.visitor", id);
  } catch { /* private window: a new visitor with every page */ }

  const plainFetch = window.fetch;
  window.fetch = (input, init = {}) => {
    const asked = input instanceof Request ? input : null;
    const address = new URL(asked ? asked.url : input, location.href);
    if (address.origin !== location.origin) return plainFetch(input, init);
    const headers = new Headers(init.headers || (asked ? asked.headers : undefined));
    headers.set("x-studio-visitor", id);
    return plainFetch(input, { ...init, headers });
  };
})();
