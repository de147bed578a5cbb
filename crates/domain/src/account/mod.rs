//! Accounts: registration, login, recovery, passwords.
//! The verification image and the SMS code are judged by the layers above: they need storage and a clock.

pub mod change_password;
pub mod login;
pub mod name;
pub mod password;
pub mod recover;
pub mod register;
pub mod sms_login;
pub mod staff_form;
pub mod temporary;
mod weak_words;

pub use change_password::{ChangePasswordForm, CurrentPassword};
pub use login::{Login, LoginForm, StaffLogin, StaffLoginForm};
pub use name::CompanyName;
pub use password::{Password, PasswordError, PasswordPolicy, Secret};
pub use recover::{Recovery, RecoveryForm};
pub use register::{RegisterForm, RegisterRules, Registration};
pub use sms_login::SmsLoginForm;
pub use staff_form::{FirstAdminForm, StaffEntry, StaffForm};
pub use temporary::TemporaryPassword;
