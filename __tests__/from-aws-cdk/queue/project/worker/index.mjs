export const handler = async (event) => {
  const failed = event.Records.filter(({ body }) => body === "");
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
