export { receiptHtml } from "./html.ts";
export {
  receiptOf,
  type Copy,
  type Item,
  type Merchant,
  type Receipt,
  type ReceiptRequest,
  type Row,
} from "./receipt.ts";
export { receiptText } from "./text.ts";
