//! 订单支付 (manual 3.2 (10)): the prompt to confirm, the QR code, and the result. Prompt and code are ordinary pages;
//! the gateway is asked by the worker, these pages read our own rows.

pub mod code;
pub mod done;
pub mod prompt;
