//! Doctors' opinions as a clerk asks for them, through the pages.

use crate::html;
use crate::people::Clerk;
use crate::visitor::{Chosen, Page};

/// A clinic as it is typed; the defaults are sound.
#[derive(Debug, Clone)]
pub struct ClinicPlan {
    /// 医療機関名.
    pub name: &'static str,
    /// 医療機関コード.
    pub code: &'static str,
    /// E-mail for notices; empty: none.
    pub mail: &'static str,
}

impl Default for ClinicPlan {
    fn default() -> Self {
        Self {
            name: "山田医院",
            code: "1310123456",
            mail: "",
        }
    }
}

/// What is typed into a request's form; the defaults are a sound one of the first clinic.
pub const REQUEST: [(&str, &str); 12] = [
    ("insurer_no", "131011"),
    ("insured_no", "H000123456"),
    ("name", "髙﨑　𠮷男"),
    ("kana", "タカサキ ヨシオ"),
    ("birth_date", "昭和15年5月10日"),
    ("sex", "male"),
    ("address", "みどり市中央4-5-6"),
    ("applied_on", "2026-11-20"),
    ("application", "new"),
    ("times", "first"),
    ("care", "home"),
    ("clinic", "1310123456"),
];

impl Clerk {
    /// A clinic on the roster; `/console/clinics/…`.
    pub async fn add_clinic(&self, plan: &ClinicPlan) -> String {
        let page = self.get("/console/clinics/new").await.expect(200);
        let form = page
            .form("/console/clinics")
            .set("name", plan.name)
            .set("code", plan.code)
            .set("address", "みどり市本町1-2-3")
            .set("phone", "0123-45-1111")
            .set("mail", plan.mail);
        let page = self.submit(&form).await.expect(200);
        below(&page, "/console/clinics/")
    }

    /// A doctor of that clinic; the doctor's own address.
    pub async fn add_physician(&self, clinic: &str, name: &str) -> String {
        let page = self.get(&format!("{clinic}/physicians/new")).await;
        let form = page.expect(200).form("/physicians/new").set("name", name);
        let page = self.submit(&form).await.expect(200).showing(name);
        page.link(name)
    }

    /// What answers when a request is typed with these fields over [`REQUEST`].
    pub async fn type_request(&self, over: &[(&str, &str)]) -> Page {
        let page = self.get("/console/requests/new").await.expect(200);
        let mut form = page.form("/console/requests/new");
        for (name, value) in REQUEST.iter().chain(over) {
            form = form.set(name, value);
        }
        self.press(&form, "register").await
    }

    /// A registered request; `/console/requests/…`.
    pub async fn register(&self, over: &[(&str, &str)]) -> String {
        let page = self.type_request(over).await.expect(200);
        assert_eq!(page.errors(), Vec::<String>::new(), "not registered");
        below(&page, "/console/requests/")
    }

    /// Prints the letter of a request; the PDF.
    pub async fn print_letter(&self, request: &str) -> Page {
        let page = self.get(&format!("{request}/letter")).await.expect(200);
        self.submit(&page.form("/letter")).await
    }

    /// An opinion that came on paper, with its scan; what answers.
    pub async fn arrive(&self, request: &str, scan: &[Vec<u8>]) -> Page {
        let to = format!("{request}/arrival");
        let page = self.get(&to).await.expect(200);
        let chosen = |bytes| Chosen {
            name: "意見書.pdf",
            bytes,
        };
        let files: Vec<Chosen<'_>> = scan.iter().map(|bytes| chosen(bytes)).collect();
        self.submit_files(&to, &page.form("/arrival"), &files).await
    }

    /// The same, taken and accepted.
    pub async fn receive(&self, request: &str, scan: &[Vec<u8>]) {
        let page = self.arrive(request, scan).await.expect(200);
        let _ = self.accept(&page).await.expect(200).showing("受領しました");
    }

    /// Accepts what a request's page shows, after the question whose it is.
    pub async fn accept(&self, page: &Page) -> Page {
        let asks = self.get(&page.link("受領する")).await.expect(200);
        self.submit(&asks.form("/accept")).await
    }

    /// An own masked copy for the board.
    pub async fn mask_with(&self, request: &str, pdf: &[u8]) {
        let page = self.get(&format!("{request}/masked")).await.expect(200);
        let form = page.form("/masked/file");
        let file = Chosen {
            name: "名前なし.pdf",
            bytes: pdf,
        };
        let made = self.submit_files(&form.action, &form, &[file]).await;
        let _ = self
            .confirm_masked(&made.expect(200))
            .await
            .showing("確認を記録しました");
    }

    /// Says of each masked page that it was looked at.
    pub async fn confirm_masked(&self, page: &Page) -> Page {
        let mut form = page.form("/masked/check").without("page");
        for no in 1..=html::texts_of_class(page.html(), "cover-page").len() {
            form = form.with("page", &no.to_string());
        }
        self.submit(&form).await.expect(200)
    }
}

/// The address of a page without what it tells.
fn below(page: &Page, start: &str) -> String {
    let path = page.at.split('?').next().unwrap_or_default();
    assert!(
        path.starts_with(start),
        "led to {}:\n{}",
        page.at,
        page.text()
    );
    path.to_owned()
}
