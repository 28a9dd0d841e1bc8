// The shots of a storyboard: cards that are typed into, moved, added and removed in the browser. The
// server is told of every change, and says what is wrong with a card in a note of its own.
window.studioShots = (() => {
  const { node, language } = studioBoard;
  const MOST_PICTURES = 4;

  function newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(6)), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  function open({ element, props, server, upload, watch }, config) {
    const say = (key, places = {}) => Object.entries(places).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value), config.words[key][language()]);
    const list = node("ol", { className: "shots" });
    const add = node("button", { type: "button", className: "act shot-add" });
    element.firstElementChild.append(list, add);
    let shots = read(props.value);

    function read(value) {
      const kept = Array.isArray(value?.shots) ? JSON.parse(JSON.stringify(value.shots)) : [];
      return kept.length ? kept : [blank()];
    }

    function blank() {
      return { id: newId(), prompt: "", seconds: config.seconds, goes_on: false, fade_s: 0, pictures: [] };
    }

    function commit() {
      props.value = JSON.parse(JSON.stringify({ shots }));
    }

    function change(shot, values) {
      Object.assign(shot, values);
      commit();
    }

    function rearrange(changed, focus) {
      shots = changed;
      commit();
      render();
      element.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
    }

    function move(shot, step) {
      const rest = shots.filter((one) => one !== shot);
      rest.splice(shots.indexOf(shot) + step, 0, shot);
      const isAtEnd = rest.indexOf(shot) === (step < 0 ? 0 : rest.length - 1);
      rearrange(rest, `${shot.id}-${isAtEnd ? "prompt" : step < 0 ? "up" : "down"}`);
    }

    function icon(shot, name, act, isOff) {
      const button = node("button", { type: "button", className: `shot-icon is-${name}`, disabled: isOff, title: say(`shot_${name}`) });
      button.dataset.key = `${shot.id}-${name}`;
      button.setAttribute("aria-label", say(`shot_${name}`));
      button.addEventListener("click", act);
      return button;
    }

    function labelled(words, control) {
      return node("label", {}, node("span", { textContent: words }), control);
    }

    function prompt(shot, number) {
      const box = node("textarea", { rows: 2, value: shot.prompt, placeholder: say(number === 1 ? "shot_first_placeholder" : "shot_placeholder") });
      box.dataset.key = `${shot.id}-prompt`;
      box.setAttribute("aria-label", say("shot_prompt", { number }));
      box.addEventListener("input", () => change(shot, { prompt: box.value }));
      return box;
    }

    function seconds(shot) {
      const box = node("input", { type: "number", min: config.least, max: config.most, step: 0.5, value: shot.seconds });
      box.addEventListener("change", () => change(shot, { seconds: Number(box.value) || config.seconds }));
      return labelled(say("shot_seconds"), box);
    }

    function transition(shot) {
      const choice = node("select", {}, ...config.fades.map((fade) => node("option", {
        value: fade, textContent: fade ? say("shot_fade", { seconds: fade }) : say("shot_cut"),
      })));
      if (!config.fades.includes(shot.fade_s)) choice.append(node("option", { value: shot.fade_s, textContent: say("shot_fade", { seconds: shot.fade_s }) }));
      choice.value = shot.fade_s;
      choice.addEventListener("change", () => change(shot, { fade_s: Number(choice.value) }));
      return labelled(say("shot_transition"), choice);
    }

    function goesOn(shot) {
      const box = node("input", { type: "checkbox", checked: shot.goes_on });
      box.addEventListener("change", () => change(shot, { goes_on: box.checked }));
      return node("label", { className: "shot-goes-on" }, box, node("span", { textContent: say("shot_goes_on") }));
    }

    function setPictures(shot, pictures) {
      shot.pictures = pictures;
      rearrange(shots, `${shot.id}-prompt`);
    }

    function picture(shot, one) {
      const role = node("select", {}, ...config.roles.map((name) => node("option", { value: name, textContent: config.role_words[name][language()] })));
      role.value = one.role;
      role.setAttribute("aria-label", say("shot_picture_role"));
      role.addEventListener("change", () => { one.role = role.value; commit(); });
      const remove = icon(shot, "remove_picture", () => setPictures(shot, shot.pictures.filter((kept) => kept !== one)));
      return node("li", {}, node("img", { src: `${config.folder}/${one.file}`, alt: one.title || one.name }), role, remove);
    }

    function addPicture(shot, says) {
      const input = node("input", { type: "file", accept: ".png,.jpg,.jpeg,.webp" });
      input.addEventListener("change", async () => {
        const [file] = input.files;
        if (!file) return;
        says.textContent = say("shot_uploading");
        try {
          const { problem, file: kept } = await server.keep_upload({ path: (await upload(file)).path, title: file.name });
          if (problem) { says.textContent = `${file.name}: ${problem[language()]}`; return; }
          if (kept.kind !== "image") { says.textContent = say("shot_no_picture", { file: file.name }); return; }
          const taken = shot.pictures.map((one) => Number(one.name.slice(5)));
          const name = `Image${Math.max(0, ...taken) + 1}`;
          setPictures(shot, [...shot.pictures, { name, file: kept.file, title: kept.title, role: "identity" }]);
        } catch {
          says.textContent = say("shot_not_sent", { file: file.name });
        }
      });
      return node("label", { className: "shot-picture" }, input, node("span", { textContent: say("shot_picture") }));
    }

    function draw(shot, place) {
      const number = place + 1;
      const says = node("p", { className: "shot-problem" });
      says.setAttribute("role", "status");
      const head = node("div", { className: "shot-head" }, node("b", { textContent: say("shot_number", { number }) }),
        icon(shot, "up", () => move(shot, -1), place === 0), icon(shot, "down", () => move(shot, 1), number === shots.length),
        icon(shot, "remove", () => rearrange(shots.filter((one) => one !== shot), `${(shots[place - 1] || shots[1]).id}-prompt`), shots.length === 1));
      const line = node("div", { className: "shot-line" }, seconds(shot), place ? transition(shot) : null,
        shot.pictures.length < MOST_PICTURES ? addPicture(shot, says) : null);
      return node("li", { className: "shot" }, head, prompt(shot, number), line, place ? goesOn(shot) : null,
        shot.pictures.length ? node("ul", { className: "shot-pictures" }, ...shot.pictures.map((one) => picture(shot, one))) : null, says);
    }

    function render() {
      const focused = element.contains(document.activeElement) && document.activeElement.dataset.key;
      list.replaceChildren(...shots.map(draw));
      add.textContent = say("shot_add");
      add.disabled = shots.length >= config.total;
      if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
      annotate();
    }

    function annotate() {
      const notes = props.notes || {};
      [...list.children].forEach((item, place) => {
        const words = notes[place + 1] || [];
        item.classList.toggle("is-wrong", words.length > 0);
        item.querySelector(".shot-problem").textContent = words.map((one) => one[language()]).join(" · ");
      });
    }

    add.addEventListener("click", () => {
      const shot = blank();
      rearrange([...shots, shot], `${shot.id}-prompt`);
    });
    watch("value", () => {
      if (JSON.stringify(read(props.value)) === JSON.stringify(shots)) return;
      shots = read(props.value);
      render();
    });
    watch("notes", annotate);
    new MutationObserver(render).observe(document.documentElement, { attributeFilter: ["data-language"] });
    render();
  }

  return { open };
})();
