// @names in the prompt: completed while typing, and marked when the board has no such file.
window.studioMentions = (() => {
  // The spellings that `prompts/mentions.py` reads; `@` is always meant, "Image 1" without it only
  // where there is such a file, and not "video 5 seconds".
  const SPELLINGS = {
    Image: ["image", "picture", "photo", "img", "图片", "图像", "照片", "图"],
    Video: ["video", "clip", "视频", "影片"],
    Audio: ["audio", "sound", "音频", "声音"],
  };
  const spelled = (script) => Object.values(SPELLINGS).flat().filter((word) => script.test(word)).join("|");
  const KINDS = Object.fromEntries(Object.entries(SPELLINGS).flatMap(([kind, words]) => words.map((word) => [word, kind])));
  const MENTION = new RegExp(`([@＠]\\s*)?((?<![a-zA-Z])(?:${spelled(/^[a-z]/)})|${spelled(/^[^a-z]/)})\\s*([1-9１-９][0-9０-９]?)`
    + "(?![0-9０-９:：a-z]|[.．][0-9]|\\s*(?:秒|分|帧|个|张|段|s\\b|sec|min|fps|p\\b|k\\b))", "gi");
  const OPEN = /[@＠]\s*([A-Za-z\u4e00-\u9fff]{0,8})\s*([0-9０-９]{0,2})$/;
  const boards = {};
  const node = (...given) => studioBoard.node(...given);
  const box = (tab) => document.querySelector(`#${tab}-prompt textarea`);

  function register(tab, references, say) {
    boards[tab] = { references, say, active: 0 };
    const popup = node("ul", { className: "mention-list", role: "listbox", id: `${tab}-mention-list`, hidden: true, ariaLabel: say("mention_list") });
    boards[tab].popup = popup;
    refresh(tab);
  }

  function write(area, text) {
    area.focus();
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function insert(tab, name) {
    const area = box(tab);
    if (!area) return;
    const before = area.value.slice(0, area.selectionStart);
    const open = OPEN.exec(before);
    if (open) area.selectionStart -= open[0].length;
    const lead = !open && /[\w]$/.test(before) ? " " : "";
    write(area, `${lead}@${name} `);
    close(tab);
  }

  // The names a prompt mentions and whether the board has them.
  function refresh(tab) {
    const area = box(tab);
    const strip = document.querySelector(`#${tab}-mentions .mention-strip`);
    const board = boards[tab];
    if (!area || !strip || !board) return;
    const known = board.references();
    const kinds = new Set(known.map(({ name }) => name.replace(/\d+$/, "")));
    const names = [...area.value.matchAll(MENTION)]
      .map(([, at, word, number]) => ({ at, kind: KINDS[word.toLowerCase()], number: Number(number.normalize("NFKC")) }))
      .filter(({ at, kind }) => at || kinds.has(kind)).map(({ kind, number }) => kind + number);
    strip.replaceChildren(...[...new Set(names)].map((name) => {
      const has = known.find((reference) => reference.name === name);
      const words = has ? has.said : board.say("mention_unknown");
      return node("li", { className: has ? "is-known" : "is-unknown" }, node("b", { textContent: `@${name}` }), ` ${words}`);
    }));
  }

  function suggest(tab) {
    const area = box(tab), board = boards[tab];
    const open = OPEN.exec(area.value.slice(0, area.selectionStart));
    const [word, number] = open ? [open[1].toLowerCase(), open[2].normalize("NFKC")] : ["", ""];
    const fitting = !open ? [] : board.references().filter(({ name }) => {
      const [, kind, own] = /^([A-Za-z]+)(\d+)$/.exec(name);
      return own.startsWith(number) && SPELLINGS[kind].some((spelling) => spelling.startsWith(word));
    });
    if (!fitting.length) { close(tab); return; }
    board.active = Math.min(board.active, fitting.length - 1);
    board.popup.replaceChildren(...fitting.map((reference, place) => {
      const row = node("li", { role: "option", id: `${tab}-mention-${place}`, ariaSelected: String(place === board.active) },
        reference.picture ? node("img", { src: reference.picture, alt: "" }) : null,
        node("b", { textContent: `@${reference.name}` }), node("span", { textContent: reference.said }));
      row.addEventListener("mousedown", (event) => { event.preventDefault(); insert(tab, reference.name); });
      return row;
    }));
    if (!board.popup.isConnected) area.parentElement.append(board.popup);
    board.popup.hidden = false;
    area.setAttribute("aria-controls", board.popup.id);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-activedescendant", `${tab}-mention-${board.active}`);
    board.fitting = fitting;
  }

  function close(tab) {
    const area = box(tab), board = boards[tab];
    if (!board) return;
    board.popup.hidden = true;
    board.active = 0;
    area?.removeAttribute("aria-activedescendant");
  }

  const tabOf = (target) => {
    const found = target.matches?.("textarea") && target.closest("[id$='-prompt']");
    const tab = found ? found.id.replace(/-prompt$/, "") : null;
    return tab && boards[tab] ? tab : null;
  };

  document.addEventListener("input", (event) => {
    const tab = tabOf(event.target);
    if (tab) { suggest(tab); refresh(tab); }
  });
  document.addEventListener("keydown", (event) => {
    const tab = tabOf(event.target);
    if (!tab || boards[tab].popup.hidden) return;
    const board = boards[tab];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      board.active = (board.active + step + board.fitting.length) % board.fitting.length;
      suggest(tab);
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) {
      insert(tab, board.fitting[board.active].name);
    } else if (event.key === "Escape") close(tab);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener("focusout", (event) => {
    const tab = tabOf(event.target);
    if (tab) close(tab);
  });

  return { register, refresh, insert, write, box };
})();
