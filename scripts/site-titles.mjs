import { Converter } from "typedoc";

/** Gives each page of the site the title that its text has. TypeDoc would take the name of the file. */
export function load(application) {
  application.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [first] = document.content;
    const title = /^# (.+)\n/.exec(first?.text ?? "");
    if (title) {
      document.name = title[1].replaceAll("`", "");
    }
  });
}
