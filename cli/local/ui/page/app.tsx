import { useEffect } from "preact/hooks";
import { ChangesView } from "./changes-view";
import { FunctionView } from "./function-view";
import { Header } from "./header";
import { Navigation } from "./navigation";
import { connection, overview, route, shownFunction } from "./store";

export function App() {
  const fn = shownFunction.value;
  const isChanges = route.value.view === "changes";
  const subject = isChanges ? "Changes" : fn?.id;
  useEffect(() => {
    document.title = subject === undefined ? "Local AWS" : `${subject} · Local AWS`;
  }, [subject]);
  if (connection.value === "refused") return <Refused />;
  if (overview.value === undefined) return <Waiting />;
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Header />
      <div class="page">
        <Navigation />
        <main id="main" tabIndex={-1}>
          {isChanges ? <ChangesView /> : fn === undefined ? <Nothing /> : <FunctionView fn={fn} />}
        </main>
      </div>
    </>
  );
}

function Waiting() {
  return (
    <main class="alone">
      <h1>Local AWS</h1>
      <p role="status">Connecting …</p>
    </main>
  );
}

function Refused() {
  return (
    <main class="alone">
      <h1>Open the address that the command printed</h1>
      <p>
        This page needs the token of the running command, which is at the end of that address. Each run has
        another one. If it has ended, run it again.
      </p>
    </main>
  );
}

function Nothing() {
  return (
    <>
      <h1>No function is deployed yet</h1>
      <p>The page shows the functions as soon as the deploy in the terminal has ended.</p>
    </>
  );
}
