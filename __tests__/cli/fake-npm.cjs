// Answers `npm config get yes` as npm does; the variable in question must not be in the environment.
const { argv, env } = process;
console.log(
  argv.slice(2).join(" ") === "config get yes" && env.npm_config_yes === undefined ? env.FAKE_NPMRC_YES : "?",
);
