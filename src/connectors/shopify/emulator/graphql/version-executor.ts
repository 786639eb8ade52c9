import { execute } from "graphql";
import type { ExecutionResult } from "graphql";
import { createFieldResolver } from "./field-resolver.ts";
import type { GraphContext } from "./graph-context.ts";
import { createDocuments } from "./prepared-documents.ts";
import type { PreparedDocument } from "./prepared-documents.ts";
import { modelledTypes } from "./resolvers/types.ts";
import { loadSchema } from "./schema-store.ts";
import type { ServedVersion, VersionSchema } from "./schema-store.ts";

/** Reads, checks and runs documents of one version. */
export interface VersionExecutor {
  readonly version: VersionSchema;
  prepare(text: string): PreparedDocument;
  run(options: {
    readonly prepared: PreparedDocument;
    readonly operationName: string | undefined;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly context: GraphContext;
  }): ExecutionResult;
}

const executors = new Map<ServedVersion, VersionExecutor>();

/** The executor of a version: made on first use, shared by all emulated stores. */
export function executorOf(name: ServedVersion): VersionExecutor {
  const known = executors.get(name);
  if (known) return known;
  const version = loadSchema(name);
  const fieldResolver = createFieldResolver(version, modelledTypes);
  const made: VersionExecutor = {
    version,
    prepare: createDocuments(version),
    run({ prepared, operationName, variables, context }) {
      if (!prepared.document) throw new TypeError("a document with errors cannot run");
      const result = execute({
        schema: version.schema,
        document: prepared.document,
        rootValue: {},
        contextValue: context,
        variableValues: variables,
        operationName,
        fieldResolver,
      });
      if (result instanceof Promise) throw new TypeError("a resolver of the emulator is asynchronous");
      return result;
    },
  };
  executors.set(name, made);
  return made;
}
