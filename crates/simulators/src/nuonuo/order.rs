//! The `order` of `requestBillingNew`: what the vendor reads, and the checks that make it refuse (E9105). All values are
//! texts on the wire. A wrong fen is refused here, since the tax bureau refuses it too (protocols 4.2, 4.3).

use serde::{Deserialize, Serialize};

use super::amount::{fen, multiplies_to, without_tax};

/// Rates that exist; small-scale sellers use 1 % and 3 %.
const RATES: [&str; 6] = ["0.13", "0.09", "0.06", "0.03", "0.01", "0"];
const LINES_MAX: usize = 100;
const REMARK_MAX_CHARS: usize = 230;

/// The order as received; fields that the simulator does not look at are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Order {
    pub(super) order_no: String,
    pub(super) invoice_date: String,
    pub(super) invoice_type: String,
    pub(super) invoice_line: String,
    pub(super) saler_tax_num: String,
    pub(super) clerk: String,
    pub(super) buyer_name: String,
    pub(super) buyer_tax_num: String,
    pub(super) natural_person_flag: String,
    pub(super) remark: String,
    pub(super) call_back_url: String,
    pub(super) invoice_detail: Vec<Line>,
}

/// One line of the order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Line {
    pub(super) goods_name: String,
    pub(super) goods_code: String,
    /// `1`: price with tax.
    pub(super) with_tax_flag: String,
    pub(super) price: String,
    pub(super) num: String,
    pub(super) unit: String,
    pub(super) spec_type: String,
    pub(super) tax_rate: String,
    pub(super) tax_included_amount: String,
    pub(super) tax_excluded_amount: String,
    pub(super) tax: String,
    /// 0 normal, 1 discount, 2 discounted by the next line.
    pub(super) invoice_line_property: String,
}

/// Fen of a line or of the whole invoice; `included = excluded + tax`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Amounts {
    pub(super) included: i64,
    pub(super) excluded: i64,
    pub(super) tax: i64,
}

impl Order {
    /// The sums of the lines, or the reason for a refusal in the vendor's language.
    pub(super) fn check(&self, seller_tax_no: &str) -> Result<Amounts, String> {
        self.check_head(seller_tax_no)?;
        let mut total = Amounts::default();
        for (index, line) in self.invoice_detail.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &self.invoice_detail[before]);
            let amounts = line.check(before).map_err(|reason| format!("第{}行{reason}", index + 1))?;
            total.included += amounts.included;
            total.excluded += amounts.excluded;
            total.tax += amounts.tax;
        }
        if total.included <= 0 { Err("价税合计必须大于0".into()) } else { Ok(total) }
    }

    fn check_head(&self, seller_tax_no: &str) -> Result<(), String> {
        let person = self.natural_person_flag == "1";
        let rules = [
            (self.order_no.is_empty() || self.order_no.len() > 64, "订单号不能为空且不超过64位"),
            (self.invoice_type != "1", "本环境只支持蓝票"),
            (self.invoice_line != "pc", "本环境只支持数电普票"),
            (self.saler_tax_num != seller_tax_no, "销方税号与授权税号不一致"),
            (self.clerk.is_empty(), "开票员不能为空"),
            (self.buyer_name.trim().is_empty(), "购方名称不能为空"),
            (!person && ![15, 17, 18, 20].contains(&self.buyer_tax_num.len()), "购方税号长度错误"),
            (crate::clock::from_beijing(&self.invoice_date).is_none(), "订单时间格式错误"),
            (self.remark.chars().count() > REMARK_MAX_CHARS, "备注过长"),
            (self.invoice_detail.is_empty() || self.invoice_detail.len() > LINES_MAX, "明细行数错误"),
        ];
        rules.into_iter().find(|(broken, _)| *broken).map_or(Ok(()), |(_, reason)| Err(reason.to_owned()))
    }
}

impl Line {
    /// The amounts of this line. `before` is the line above, which a discount belongs to.
    pub(super) fn check(&self, before: Option<&Self>) -> Result<Amounts, &'static str> {
        if self.goods_name.is_empty() {
            return Err("商品名称不能为空");
        }
        if self.goods_code.len() != 19 || !self.goods_code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("税收分类编码必须为19位数字");
        }
        if !RATES.contains(&self.tax_rate.as_str()) {
            return Err("税率错误");
        }
        let amounts = self.amounts()?;
        match self.invoice_line_property.as_str() {
            "1" => self.check_discount(before, amounts)?,
            "0" | "2" | "" if amounts.included > 0 => self.check_price(amounts)?,
            "0" | "2" | "" => return Err("金额必须大于0"),
            _ => return Err("发票行性质错误"),
        }
        Ok(amounts)
    }

    /// The amounts of a line of an accepted order; never `None` for one.
    pub(super) fn accepted_amounts(&self) -> Option<Amounts> {
        self.amounts().ok()
    }

    fn amounts(&self) -> Result<Amounts, &'static str> {
        let included = fen(&self.tax_included_amount).ok_or("含税金额格式错误")?;
        let expected = without_tax(included, &self.tax_rate).ok_or("税率错误")?;
        // Both may be left out; the vendor then computes them.
        let excluded =
            if self.tax_excluded_amount.is_empty() { Some(expected) } else { fen(&self.tax_excluded_amount) };
        let tax = if self.tax.is_empty() { Some(included - expected) } else { fen(&self.tax) };
        match (excluded, tax) {
            (Some(excluded), Some(tax)) if excluded + tax != included => Err("不含税金额与税额之和不等于含税金额"),
            (Some(excluded), Some(tax)) if excluded == expected => Ok(Amounts { included, excluded, tax }),
            (Some(_), Some(_)) => Err("税额计算误差"),
            _ => Err("不含税金额或税额格式错误"),
        }
    }

    fn check_price(&self, amounts: Amounts) -> Result<(), &'static str> {
        if self.price.is_empty() && self.num.is_empty() {
            return Ok(());
        }
        let amount = if self.with_tax_flag == "1" { amounts.included } else { amounts.excluded };
        if multiplies_to(&self.price, &self.num, amount) { Ok(()) } else { Err("单价乘以数量不等于金额") }
    }

    fn check_discount(&self, before: Option<&Self>, amounts: Amounts) -> Result<(), &'static str> {
        let belongs = before.is_some_and(|before| {
            before.invoice_line_property == "2"
                && before.goods_name == self.goods_name
                && before.tax_rate == self.tax_rate
        });
        if !belongs || amounts.included >= 0 || !self.price.is_empty() || !self.num.is_empty() {
            return Err("折扣行错误");
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn order() -> Order {
        Order {
            order_no: "INV-C20261123000001-1".into(),
            invoice_date: "2026-11-23 18:20:00".into(),
            invoice_type: "1".into(),
            invoice_line: "pc".into(),
            saler_tax_num: "91320000MA0000000X".into(),
            clerk: "周开票".into(),
            buyer_name: "澜州示例建设工程有限公司".into(),
            buyer_tax_num: "91320100MA0000001Y".into(),
            natural_person_flag: "0".into(),
            remark: "订单号 C20261123000001".into(),
            call_back_url: String::new(),
            invoice_detail: vec![service(), key()],
        }
    }

    fn service() -> Line {
        Line {
            goods_name: "*信息技术服务*数字证书服务费".into(),
            goods_code: "3040203000000000000".into(),
            with_tax_flag: "1".into(),
            price: "150".into(),
            num: "2".into(),
            unit: "份".into(),
            spec_type: String::new(),
            tax_rate: "0.06".into(),
            tax_included_amount: "300.00".into(),
            tax_excluded_amount: "283.02".into(),
            tax: "16.98".into(),
            invoice_line_property: "0".into(),
        }
    }

    fn key() -> Line {
        Line {
            goods_name: "*计算机外部设备*UKey".into(),
            goods_code: "1090511030000000000".into(),
            price: "50".into(),
            unit: "个".into(),
            tax_rate: "0.13".into(),
            tax_included_amount: "100.00".into(),
            tax_excluded_amount: String::new(),
            tax: String::new(),
            ..service()
        }
    }

    const SELLER: &str = "91320000MA0000000X";

    #[test]
    fn a_right_order_is_summed_up() {
        let total = order().check(SELLER).unwrap();
        assert_eq!(total, Amounts { included: 40_000, excluded: 37_152, tax: 2_848 });
    }

    #[test]
    fn a_line_that_does_not_add_up_is_refused() {
        let spoil = |spoil: fn(&mut Line)| {
            let mut order = order();
            spoil(&mut order.invoice_detail[0]);
            order.check(SELLER).unwrap_err()
        };
        assert_eq!(spoil(|line| line.tax = "16.99".into()), "第1行不含税金额与税额之和不等于含税金额");
        let wrong_tax = |line: &mut Line| (line.tax, line.tax_excluded_amount) = ("18.00".into(), "282.00".into());
        assert_eq!(spoil(wrong_tax), "第1行税额计算误差");
        assert_eq!(spoil(|line| line.num = "3".into()), "第1行单价乘以数量不等于金额");
        assert_eq!(spoil(|line| line.tax_rate = "0.05".into()), "第1行税率错误");
        assert_eq!(
            spoil(|line| line.tax_included_amount = "-300.00".into()),
            "第1行不含税金额与税额之和不等于含税金额"
        );
    }

    #[test]
    fn a_discount_belongs_to_the_line_above() {
        let mut order = order();
        let discount = Line {
            price: String::new(),
            num: String::new(),
            tax_included_amount: "-30.00".into(),
            tax_excluded_amount: String::new(),
            tax: String::new(),
            invoice_line_property: "1".into(),
            ..service()
        };
        order.invoice_detail.insert(1, discount);
        assert_eq!(order.check(SELLER).unwrap_err(), "第2行折扣行错误");
        order.invoice_detail[0].invoice_line_property = "2".into();
        assert_eq!(order.check(SELLER).unwrap().included, 37_000);
    }

    #[test]
    fn a_wrong_head_is_refused() {
        assert_eq!(order().check("other").unwrap_err(), "销方税号与授权税号不一致");
        let no_tax_number = Order { buyer_tax_num: String::new(), ..order() };
        assert_eq!(no_tax_number.check(SELLER).unwrap_err(), "购方税号长度错误");
        let person = Order { natural_person_flag: "1".into(), ..no_tax_number };
        assert!(person.check(SELLER).is_ok());
    }
}
