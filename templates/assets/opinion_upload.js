// Shows how far a file has come; without scripts the form sends it by itself. The answer says where to go on, or why not.
import { tell } from "./once.js";

/** Every form marked data-send-file. */
export function sendWithProgress() {
  for (const form of document.querySelectorAll("form[data-send-file]")) {
    const input = form.querySelector("input[type=file]");
    const zone = form.querySelector("[data-drop]");
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        zone.classList.toggle("drop-over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop") input.files = event.dataTransfer.files;
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.sending) send(form, input);
    });
  }
}

function send(form, input) {
  const files = [...input.files];
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length === 0) return tell(form, "ファイルが選ばれていません。ファイルを選んでください。", true);
  if (files.some((file) => file.size === 0)) return tell(form, "中身のないファイルが入っています。選び直してください。", true);
  if (bytes > Number(form.dataset.maxBytes)) return tell(form, `大きすぎます。合わせて${form.dataset.maxText}までです。`, true);
  const meter = form.querySelector("progress");
  const request = new XMLHttpRequest();
  const end = (text) => {
    form.sending = false;
    meter.hidden = true;
    tell(form, text, true);
  };
  form.sending = true;
  meter.hidden = false;
  meter.value = 0;
  tell(form, "送っています。そのままお待ちください。");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    meter.max = event.total;
    meter.value = event.loaded;
    const share = Math.floor((event.loaded / event.total) * 100);
    tell(form, share < 100 ? `送っています（${share}%）。そのままお待ちください。` : "届きました。内容を確かめています。そのままお待ちください。");
  });
  request.addEventListener("error", () => end("通信が切れたため、送れませんでした。つながってから、もう一度ボタンを押してください。選んだファイルはそのままです。"));
  request.addEventListener("load", () => {
    let reply = {};
    try {
      reply = JSON.parse(request.responseText);
    } catch {
      // Signed out or refused as a whole: the sentence below.
    }
    if (request.status < 400 && reply.go) location.assign(reply.go);
    else end(reply.title || "受け付けられませんでした。画面を開き直してから、もう一度お試しください。");
  });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}
