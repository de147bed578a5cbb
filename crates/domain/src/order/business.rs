//! 业务类型: what kind of business an order is. A type is data of the order: platforms offer it (their rules), prices and
//! materials are kept for it, and what its approval brings about stands here. docs/how-to/add-a-business-type.md is the
//! walk.

use crate::text::choice;

choice! {
    /// 业务类型. The tables know all of them; orders are taken of those that [`BusinessType::approval`] knows.
    BusinessType {
        New = "new", "新办";
        /// Longer validity.
        Renew = "renew", "延期";
        /// Other particulars of the company or the holder.
        Change = "change", "变更";
        /// A key was lost or broken.
        Reissue = "reissue", "补办";
        /// The PIN is locked.
        Unlock = "unlock", "解锁";
        Revoke = "revoke", "注销";
        /// A seal for a certificate that has none.
        AddSeal = "add_seal", "加办签章";
        AddKey = "add_key", "增办副锁";
    }
}

/// What the approval of an order brings about, beside its invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new certificate for each that was ordered.
    NewCertificates,
}

impl BusinessType {
    /// What the approval of a paid order brings about. `None`: nobody can carry it out yet, so that no order of it is
    /// taken, whatever a platform's rules say.
    pub fn approval(self) -> Option<Outcome> {
        match self {
            BusinessType::New => Some(Outcome::NewCertificates),
            BusinessType::Renew
            | BusinessType::Change
            | BusinessType::Reissue
            | BusinessType::Unlock
            | BusinessType::Revoke
            | BusinessType::AddSeal
            | BusinessType::AddKey => None,
        }
    }

    /// Orders of it are taken, where a platform offers it.
    pub fn is_taken(self) -> bool {
        self.approval().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::states_document::{ATTEMPT, NOW, PRICE, commands, company, orders};
    use crate::order::{Command, Effect, Fact, Order, ProjectRules, StatusCode, Why, decide, observe};

    #[test]
    fn a_platform_offers_what_its_rules_name_and_the_program_can_carry_out() {
        let named = vec![BusinessType::Renew, BusinessType::New];
        let rules = ProjectRules { business: named, ..ProjectRules::default() };
        assert_eq!(rules.offered().collect::<Vec<_>>(), [BusinessType::New]);
        assert!(BusinessType::New.is_taken() && !BusinessType::Renew.is_taken());
    }

    #[test]
    fn an_order_that_nobody_can_carry_out_is_not_taken() {
        let (_, draft) = orders().remove(0);
        let submit = commands().into_iter().find(|(_, command, _)| matches!(command, Command::Submit(_))).unwrap().1;
        assert!(decide(&draft, &submit, &company(), NOW).is_ok());
        let renewal = Order { business: BusinessType::Renew, ..draft };
        assert_eq!(decide(&renewal, &submit, &company(), NOW).unwrap_err().why, Why::NotOffered);
    }

    #[test]
    fn an_order_that_nobody_can_carry_out_is_not_approved_and_its_money_can_go_back() {
        let reviewed = orders().into_iter().filter(|(_, order)| order.state.code() == StatusCode::UnderReview);
        for (name, order) in reviewed {
            let renewal = Order { business: BusinessType::Renew, ..order };
            for (_, command, actor) in commands() {
                let decided = decide(&renewal, &command, &actor, NOW);
                if matches!(command, Command::Approve { .. }) {
                    assert_eq!(decided.unwrap_err().why, Why::NotOffered, "{name}");
                } else if matches!(command, Command::Reject(_)) {
                    assert!(decided.is_ok(), "{name}");
                }
            }
        }
    }

    #[test]
    fn money_for_an_approved_order_that_nobody_can_carry_out_is_kept_and_its_history_says_so() {
        let (_, order) = orders().into_iter().find(|(name, _)| *name == "待支付（已审核）").unwrap();
        let paid = Fact::PaymentSettled { attempt: ATTEMPT, submission: order.submission, amount: PRICE };
        let usual = observe(&order, &paid, NOW);
        assert!(usual.effects.contains(&Effect::MakeCertificates));
        assert_eq!(usual.entry.unwrap().note, format!("已付 {PRICE}"));
        let decision = observe(&Order { business: BusinessType::Renew, ..order }, &paid, NOW);
        assert!(decision.next.paid().is_some() && !decision.effects.contains(&Effect::MakeCertificates));
        assert_eq!(decision.entry.unwrap().note, format!("已付 {PRICE}；现在不办理延期，工作人员正在处理"));
    }
}
