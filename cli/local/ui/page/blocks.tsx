import type { Block } from "../messages";

type Inline = Extract<Block, { readonly kind: "paragraph" }>["text"];
type Items = Extract<Block, { readonly kind: "list" }>["items"];

/** The page of a plan's review, whose headings stand below one of level 2. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div class="review">
      {blocks.map((block, index) => (
        <OneBlock key={index} block={block} />
      ))}
    </div>
  );
}

function OneBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading":
      // "Plan review": the section says it already.
      return block.level === 2 ? null : block.level === 3 ? (
        <h3>
          <Text of={block.text} />
        </h3>
      ) : (
        <h4>
          <Text of={block.text} />
        </h4>
      );
    case "paragraph":
      return (
        <p>
          <Text of={block.text} />
        </p>
      );
    case "list":
      return <List items={block.items} />;
    case "alert":
      return (
        <div class={`note ${block.alert === "caution" ? "bad" : "warn"}`}>
          <List items={block.items} />
        </div>
      );
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard
        <div class="table" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {block.head.map((title) => (
                  <th key={title}>{title}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>
                      <Text of={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case "details":
      return (
        <details>
          <summary>{block.summary}</summary>
          <Blocks blocks={block.blocks} />
        </details>
      );
  }
}

function List({ items }: { readonly items: Items }) {
  return (
    <ul>
      {items.map(({ text, children = [] }, index) => (
        <li key={index}>
          <Text of={text} />
          {children.length > 0 && <List items={children.map((child) => ({ text: child }))} />}
        </li>
      ))}
    </ul>
  );
}

function Text({ of }: { readonly of: Inline }) {
  return (
    <>
      {of.map((part, index) =>
        typeof part === "string" ? (
          part
        ) : "strong" in part ? (
          <strong key={index}>{part.strong}</strong>
        ) : (
          <code key={index}>{part.name}</code>
        ),
      )}
    </>
  );
}
