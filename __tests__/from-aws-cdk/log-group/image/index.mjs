export const handler = async (event) => {
  console.warn(JSON.stringify({ report: event.report }));
};
