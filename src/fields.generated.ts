export type Data = any;
