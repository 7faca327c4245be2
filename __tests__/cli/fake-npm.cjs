// Answers `npm config get yes` as npm does; the variable that is in question has to be gone from the environment.
const { argv, env } = process;
console.log(
  argv.slice(2).join(" ") === "config get yes" && env.npm_config_yes === undefined ? env.FAKE_NPMRC_YES : "?",
);
