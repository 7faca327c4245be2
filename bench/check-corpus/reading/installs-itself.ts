import type { Facts } from "./facts";

/** Whether a step installs the project itself, and so its modules: those that are not copied are still there. */
export function installsItself({ needed, project }: Facts): boolean {
  const packaged = Object.entries(project.files).some(
    ([file, text]) => file.endsWith("pyproject.toml") && text.includes("[build-system]"),
  );
  return needed
    .flatMap(({ runs }) => runs)
    .some(
      ({ instruction: { text } }) =>
        /install\b[^&;|]*(\s\.(\[|\/|\s|$)|\.whl\b)/.test(text) ||
        (/poetry\b.*\binstall\b/.test(text) && !text.includes("--no-root")) ||
        (packaged && /uv sync/.test(text) && !text.includes("--no-install-project")),
    );
}
