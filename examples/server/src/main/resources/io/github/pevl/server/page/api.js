// Talks to the server. An image is sent once and then asked by its session.

/** An answer that is an error; its message is for people. */
export class ApiError extends Error {
  constructor(status, type, message) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

let token = sessionStorage.getItem("token") ?? "";

export function useToken(text) {
  token = text;
  sessionStorage.setItem("token", text);
}

async function send(path, options = {}) {
  const headers = {...options.headers};
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  let response;
  try {
    response = await fetch(path, {...options, headers});
  } catch {
    throw new ApiError(0, "", "The server does not answer. Check that it runs, and ask again.");
  }
  const text = await response.text();
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = {type: "", message: `The server answered with status ${response.status}.`};
  }
  if (!response.ok) {
    throw new ApiError(response.status, body.type, body.message);
  }
  return {body, text};
}

/** The models: their names and tasks. */
export async function models() {
  const {body} = await send("/models");
  return Promise.all(body.models.map(async ({modelName}) => {
    const described = await send(`/models/${encodeURIComponent(modelName)}`);
    return {name: modelName, tasks: described.body[0].models[0].tasks};
  }));
}

/** An image on the server. */
export class Session {
  constructor(file) {
    this.file = file;
    this.first = {}; // milliseconds of the first answer, by model
  }

  async open() {
    const form = new FormData();
    form.append("image", this.file, "image");
    const {body} = await send("/sessions", {method: "POST", body: form});
    this.id = body.session;
    this.width = body.width;
    this.height = body.height;
  }

  /** Gives the image up; nobody waits for it. */
  close() {
    if (this.id) {
      send(`/sessions/${this.id}`, {method: "DELETE"}).catch(() => {});
    }
  }

  /** Asks; opens the session again if the server needed its place. */
  async ask(model, fields) {
    const start = performance.now();
    let answer;
    try {
      answer = await this.#ask(model, fields);
    } catch (error) {
      if (error.type !== "SessionNotFoundException") {
        throw error;
      }
      this.first = {};
      await this.open();
      answer = await this.#ask(model, fields);
    }
    const time = performance.now() - start;
    this.first[model] ??= time;
    return {...answer, time, first: this.first[model]};
  }

  #ask(model, fields) {
    return send(`/predictions/${encodeURIComponent(model)}?session=${this.id}`, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify(fields),
    });
  }
}
