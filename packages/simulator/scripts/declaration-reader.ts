import ts from "typescript";

import { isWhole, listLimits, numberLimits, textLimits } from "../src/schema/overlay.ts";
import { keptFlat, keptPaymentMethods, keptResources, neverFilled } from "./operations.ts";

/** A JSON Schema being written. */
export type Schema = { [keyword: string]: unknown };

/** Turns Stripe's type declarations into JSON Schemas. Named ones gather in `definitions`. */
export function declarationReader(checker: ts.TypeChecker) {
  const definitions: Record<string, Schema> = {};

  function operation(declaration: ts.MethodDeclaration) {
    const signature = checker.getSignatureFromDeclaration(declaration);
    if (!signature) throw new Error(`${declaration.name.getText()} has no signature`);
    const params = signature.getParameters().find((symbol) => symbol.name === "params");
    const paramsType = params && checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(params, declaration));
    const returned = signature.getReturnType();
    const payload = typeArguments(returned)[0];
    if (!payload) throw new Error(`${declaration.name.getText()} returns nothing`);
    const list = checker.typeToString(returned).match(/Api(List|SearchResult)Promise/) !== null;
    const response = payload.aliasTypeArguments?.[0] ?? payload;
    const written = params?.valueDeclaration;
    return {
      ...(paramsType && { request: convert(paramsType, "request") ?? {} }),
      response: isEvent(response) ? eventSchema(response) : undeleted(convert(response, "response") ?? {}),
      list,
      needsParams: written !== undefined && ts.isParameter(written) && !written.questionToken,
    };
  }

  function typeArguments(type: ts.Type): readonly ts.Type[] {
    return type.aliasTypeArguments ?? (isReference(type) ? checker.getTypeArguments(type) : []);
  }

  function convert(type: ts.Type, side: "request" | "response", field = ""): Schema | undefined {
    const { flags } = type;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never)) return undefined;
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === "true" };
    if (flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    if (flags & ts.TypeFlags.String) return { type: "string", ...textLimits[field] };
    if (flags & ts.TypeFlags.Number)
      return isWhole(field) ? { type: "integer", ...numberLimits(field, side) } : { type: "number" };
    if (flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.isUnion()) return union(type, side, field);
    if (checker.isArrayType(type)) {
      const item = typeArguments(type)[0];
      return { type: "array", ...listLimits[field], items: (item && convert(item, side)) ?? {} };
    }
    return objectSchema(type, side);
  }

  function union(type: ts.UnionType, side: "request" | "response", field: string): Schema | undefined {
    const words = type.types.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
    const open = type.types.some(isOpenString);
    const booleans = type.types.filter((part) => part.flags & ts.TypeFlags.BooleanLiteral).length === 2;
    const others = type.types.filter(
      (part) => !part.isStringLiteral() && !isOpenString(part) && !(part.flags & ts.TypeFlags.BooleanLiteral),
    );
    // An answer may hold words of a later version; a request is held to the words this version knows.
    const text: Schema[] =
      words.length === 0
        ? open
          ? [{ type: "string" }]
          : []
        : [open && side === "response" ? { type: "string" } : { enum: words }];
    const parts: Schema[] = [
      ...text,
      ...(booleans ? [{ type: "boolean" }] : []),
      ...others.flatMap((part): Schema[] => {
        const converted = convert(part, side, field);
        return converted ? [converted] : [];
      }),
    ];
    if (parts.some((part) => part["$ref"] === undefined && part["type"] === "object" && !part["properties"])) {
      return merged(parts);
    }
    return parts.length === 1 ? parts[0] : { anyOf: parts };
  }

  function objectSchema(type: ts.Type, side: "request" | "response"): Schema {
    const symbol = type.aliasSymbol && !type.isClassOrInterface() ? type.aliasSymbol : type.symbol;
    if (symbol?.name === "Date") return { type: "integer" };
    // A file is a part of the form by itself; its name stands for it among the parameters.
    if (symbol?.name === "Decimal" || symbol?.name === "FileData") return { type: "string" };
    const name = symbol && symbol.name !== "__type" && type.isClassOrInterface() ? qualified(symbol) : undefined;
    if (name && side === "response" && !isKept(name)) return { type: "object" };
    if (name && definitions[name]) return { $ref: `#/definitions/${name}` };

    const schema: Schema = { type: "object" };
    // Named before its fields are read, because an object may contain itself.
    if (name) definitions[name] = schema;
    Object.assign(schema, fields(type, side, name ?? ""));
    return name ? { $ref: `#/definitions/${name}` } : schema;
  }

  function fields(type: ts.Type, side: "request" | "response", owner: string): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    const perMethod =
      /\.PaymentMethod(Options|Details|Data)$|\.DestinationDetails$|\.Capabilities$|\.NextAction$|^PaymentMethods\.PaymentMethod(CreateParams)?$/.test(
        owner,
      );
    for (const property of checker.getPropertiesOfType(type)) {
      const place = property.valueDeclaration ?? property.declarations?.[0];
      if (!place) continue;
      const propertyType = checker.getTypeOfSymbolAtLocation(property, place);
      if (propertyType.getCallSignatures().length > 0) continue;
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      const skipped = perMethod && isObject(propertyType) && !keptPaymentMethods.includes(property.name);
      if (skipped && side === "response") continue;
      const schema = skipped ? {} : convert(propertyType, side, property.name);
      if (!schema) continue;
      if (side === "response" && optional && schema["type"] === "object" && !schema["properties"]) continue;
      // Money that goes is below zero.
      if (/^Balance(Transactions)?\./.test(owner)) delete schema["minimum"];
      properties[property.name] = schema;
      if (!optional) required.push(property.name);
    }
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      properties,
      ...(required.length > 0 && { required }),
      ...(index
        ? { additionalProperties: convert(index.type, side) ?? {} }
        : side === "request" && { additionalProperties: false }),
    };
  }

  function qualified(symbol: ts.Symbol): string {
    return checker
      .getFullyQualifiedName(symbol)
      .replace(/^".*?\/esm\/(?:resources\/)?/, "")
      .replaceAll('"', "")
      .replaceAll(/[^\w.]+/g, ".");
  }

  function eventSchema(type: ts.Type): Schema {
    const parts = type.isUnion() ? type.types : [type];
    const types = parts.flatMap((part) => {
      const property = part.getProperty("type");
      const place = property?.valueDeclaration;
      const word = property && place ? checker.getTypeOfSymbolAtLocation(property, place) : undefined;
      return word?.isStringLiteral() ? [word.value] : [];
    });
    const sample = parts.find((part) => part.symbol?.name === "PaymentIntentSucceededEvent") ?? parts[0];
    if (!sample) throw new Error("stripe no longer declares its events");
    const { properties, required } = fields(sample, "response", "Event") as {
      // fields() always answers with these two for an interface
      properties: Record<string, Schema>;
      required: string[];
    };
    const data = { type: "object", properties: { object: { type: "object" } }, required: ["object"] };
    definitions["Events.Event"] = {
      type: "object",
      properties: { ...properties, type: { enum: types }, data },
      required,
    };
    return { $ref: "#/definitions/Events.Event" };
  }

  return { operation, definitions };
}

function isEvent(type: ts.Type): boolean {
  return type.isUnion() && type.types.length > 50;
}

function isObject(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => (part.flags & ts.TypeFlags.Object) !== 0);
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (type.flags & ts.TypeFlags.Object) !== 0 && "target" in type;
}

/** `string & {}`: the type Stripe uses for words it may add later. */
function isOpenString(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((part) => (part.flags & ts.TypeFlags.String) !== 0);
}

function isKept(name: string): boolean {
  const inside = (resource: string) => name === resource || name.startsWith(`${resource}.`);
  return keptFlat.includes(name) || (keptResources.some(inside) && !neverFilled.some(inside));
}

/** One `{type: [...]}` for a field that may be null, an id or some object we do not look into. */
function merged(parts: readonly Schema[]): Schema {
  const open = parts.filter((part) => typeof part["type"] === "string" && !part["properties"] && !part["items"]);
  const closed = parts.filter((part) => !open.includes(part));
  const types = [...new Set(open.map((part) => part["type"]))];
  const all = [{ type: types.length === 1 ? types[0] : types }, ...closed];
  return all.length === 1 ? (all[0] ?? {}) : { anyOf: all };
}

/** What may have been deleted is typed as either; which of the two it is shows in the answer. */
function undeleted(schema: Schema): Schema {
  const parts = schema["anyOf"];
  if (!Array.isArray(parts)) return schema;
  return parts.find((part: Schema) => part["$ref"] !== undefined) ?? schema;
}
