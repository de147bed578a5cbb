//! 变更获取方式 (T16, E19): support writes down the new way and how the user consented.

use crate::field::FieldErrors;
use crate::id::OutletId;
use crate::order::form::{Delivery, OrderForm};
use crate::text::Input;
use serde::Deserialize;

/// The inputs; those of the way are named as in 订单申请.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeliveryForm {
    /// 获取方式: `courier` or `pickup`.
    pub get: String,
    /// 收件人.
    pub rn: String,
    /// 收件人手机号.
    pub rm: String,
    /// 省.
    pub rp: String,
    /// 市.
    pub rc: String,
    /// 区.
    pub rd: String,
    /// 详细地址.
    pub ra: String,
    /// 自取网点, an outlet's id.
    pub outlet: String,
    /// 用户如何同意.
    pub consent: String,
}

impl DeliveryForm {
    /// Fewest characters of 用户如何同意: less explains nothing.
    pub const CONSENT_MIN: usize = 4;
    /// Most characters of 用户如何同意.
    pub const CONSENT_MAX: usize = 200;

    /// Judges the form: the new way and the user's consent.
    pub fn check(&self, outlets: &[OutletId]) -> Result<(Delivery, String), FieldErrors> {
        let form = OrderForm {
            get: self.get.clone(),
            rn: self.rn.clone(),
            rm: self.rm.clone(),
            rp: self.rp.clone(),
            rc: self.rc.clone(),
            rd: self.rd.clone(),
            ra: self.ra.clone(),
            outlet: self.outlet.clone(),
            ..OrderForm::default()
        };
        let way = form.check_way(outlets);
        let mut errors = match &way {
            Ok(_) => FieldErrors::new(),
            Err(errors) => errors.clone(),
        };
        let consent = Input::new("consent", "用户如何同意", &self.consent)
            .line(Self::CONSENT_MIN..=Self::CONSENT_MAX, &mut errors);
        match way {
            Ok(way) => errors.into_result((way, consent)),
            Err(_) => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_judged_as_in_an_order_and_the_consent_must_be_written_down() {
        let outlets = [OutletId::new(2)];
        let good = DeliveryForm {
            get: "pickup".into(),
            outlet: "2".into(),
            consent: "11-23 电话，顾南乔同意".into(),
            ..DeliveryForm::default()
        };
        let (way, consent) = good.check(&outlets).unwrap();
        assert_eq!((way, consent.as_str()), (Delivery::Pickup { outlet: outlets[0] }, "11-23 电话，顾南乔同意"));
        let closed = DeliveryForm { outlet: "3".into(), consent: "嗯".into(), ..good };
        let errors = closed.check(&outlets).unwrap_err();
        assert_eq!((errors.len(), errors.get("consent")), (2, Some("用户如何同意至少 4 个字，请写完整")));
        let courier =
            DeliveryForm { get: "courier".into(), consent: "电话里同意".into(), ..DeliveryForm::default() };
        assert!(courier.check(&outlets).unwrap_err().get("rn").is_some());
    }
}
