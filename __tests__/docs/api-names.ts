import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** A class, an interface, a type or a constant of the library. */
interface Declared {
  readonly members: ReadonlySet<string>;
  /** What it extends, or is a union or an intersection of. */
  readonly parents: readonly string[];
}

/** The names of the public API, with their members, as the sources have them. */
export class ApiNames {
  private readonly exported: ReadonlySet<string>;
  private readonly declared = new Map<string, Declared[]>();

  constructor(lib = "lib") {
    this.exported = new Set(
      source(path.join(lib, "index.ts"))
        .statements.filter(ts.isExportDeclaration)
        .flatMap(({ exportClause }) =>
          exportClause && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [],
        )
        .map(({ name }) => name.text),
    );
    for (const file of readdirSync(lib, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts")) continue;
      for (const statement of source(path.join(lib, file)).statements) {
        for (const [name, declared] of declarations(statement)) {
          this.declared.set(name, [...(this.declared.get(name) ?? []), declared]);
        }
      }
    }
  }

  has(name: string): boolean {
    return this.exported.has(name);
  }

  /** Whether an exported class or interface has a public member, of its own or of one that it extends. */
  hasMember(owner: string, member: string): boolean {
    return this.exported.has(owner) && this.find(owner, member, new Set());
  }

  private find(owner: string, member: string, seen: Set<string>): boolean {
    if (seen.has(owner)) return false;
    seen.add(owner);
    return (this.declared.get(owner) ?? []).some(
      ({ members, parents }) =>
        members.has(member) || parents.some((parent) => this.find(parent, member, seen)),
    );
  }
}

function source(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

function declarations(statement: ts.Statement): [name: string, declared: Declared][] {
  if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
    const parents = (statement.heritageClauses ?? [])
      .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
      .flatMap(({ types }) => [...types])
      .flatMap(({ expression, typeArguments = [] }) => [
        expression.getText(),
        ...typeArguments.flatMap(names),
      ]);
    return statement.name
      ? [[statement.name.text, { members: publicNames(statement.members), parents }]]
      : [];
  }
  if (ts.isTypeAliasDeclaration(statement)) {
    return [[statement.name.text, { members: new Set(), parents: names(statement.type) }]];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name, initializer }) => {
      const value = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
      const members =
        value && ts.isObjectLiteralExpression(value) ? publicNames(value.properties) : new Set<string>();
      return [name.getText(), { members, parents: [] }];
    });
  }
  return [];
}

/** The names of types that a type is made of. */
function names(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(names);
  if (ts.isParenthesizedTypeNode(type)) return names(type.type);
  if (ts.isTypeReferenceNode(type))
    return [type.typeName.getText(), ...(type.typeArguments ?? []).flatMap(names)];
  return [];
}

function publicNames(
  members: readonly (ts.ClassElement | ts.TypeElement | ts.ObjectLiteralElement)[],
): Set<string> {
  return new Set(
    members.flatMap((member) => {
      if (ts.isConstructorDeclaration(member)) {
        return member.parameters.filter(isPublicProperty).map(({ name }) => name.getText());
      }
      return member.name && !isHidden(member) ? [member.name.getText()] : [];
    }),
  );
}

/** A parameter of a constructor that is a property too. */
function isPublicProperty(parameter: ts.ParameterDeclaration): boolean {
  return (
    (parameter.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) &&
    !isHidden(parameter)
  );
}

function isHidden(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return (
    modifiers.some(
      ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
    ) || ts.getJSDocTags(node).some(({ tagName }) => tagName.text === "internal")
  );
}
