//! The registry of gateways: every payment says at which one it was made, and only that one is asked after it.

use crate::ports::PortError;
use crate::ports::payment::PaymentGateway;
use domain::payment::{GatewayCode, GatewayWords};
use std::fmt;
use std::sync::Arc;

/// A gateway with what the books and the pages call it.
#[derive(Clone)]
pub struct Gateway {
    /// As payments store it; never given to another gateway.
    pub code: GatewayCode,
    /// For pages.
    pub words: GatewayWords,
    /// How it is spoken to.
    pub port: Arc<dyn PaymentGateway>,
}

/// Every gateway that is configured. New payments are opened at the first; those that were opened at another are
/// watched, refunded and told of there.
#[derive(Clone)]
pub struct Gateways {
    first: Gateway,
    others: Vec<Gateway>,
}

impl fmt::Debug for Gateways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(std::iter::once(&self.first).chain(&self.others).map(|gateway| &gateway.code)).finish()
    }
}

impl Gateways {
    /// The first is where people pay now.
    pub fn new(first: Gateway, others: Vec<Gateway>) -> Gateways {
        Gateways { first, others }
    }

    /// Where people pay now.
    pub fn offered(&self) -> &Gateway {
        &self.first
    }

    /// The gateway with this code, if it is configured.
    pub fn get(&self, code: &GatewayCode) -> Option<&Gateway> {
        std::iter::once(&self.first).chain(&self.others).find(|gateway| gateway.code == *code)
    }

    /// How the gateway with this code is spoken to.
    ///
    /// # Errors
    /// `Unknown` when it is not configured any more: what became of the money cannot be asked, so it stays open.
    pub fn port(&self, code: &GatewayCode) -> Result<&dyn PaymentGateway, PortError> {
        let missing = || PortError::Unknown(format!("the gateway {code} is not configured"));
        self.get(code).map(|gateway| &*gateway.port).ok_or_else(missing)
    }

    /// What people call the gateway with this code.
    pub fn words(&self, code: &GatewayCode) -> GatewayWords {
        self.get(code).map_or(GatewayWords::UNKNOWN, |gateway| gateway.words)
    }
}

/// What finance reads of a gateway that is configured no longer.
pub fn gone(code: &GatewayCode) -> String {
    format!("支付平台 {code} 已不在配置中")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ScriptedPayment, gateway};

    #[test]
    fn a_payment_at_a_gateway_that_is_gone_is_neither_lost_nor_asked_for_elsewhere() {
        let gone = GatewayCode::parse("gone").unwrap();
        let gateways = Gateways::new(gateway(Arc::new(ScriptedPayment::default())), Vec::new());
        assert!(gateways.get(&gateways.offered().code).is_some() && gateways.get(&gone).is_none());
        assert!(matches!(gateways.port(&gone), Err(PortError::Unknown(_))));
        assert_eq!(gateways.words(&gone).back(), "退回原付款账户");
        let other = Gateway { code: gone.clone(), ..gateways.offered().clone() };
        let both = Gateways::new(gateways.offered().clone(), vec![other]);
        assert!(both.port(&gone).is_ok());
        assert_eq!(both.offered().code, gateways.offered().code);
    }
}
