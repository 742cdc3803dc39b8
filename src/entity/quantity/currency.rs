//! Currencies: their words, the adjectives that tell one dollar from another, signs and codes.
//!
//! Owns the ISO 4217 code of a currency word; amounts are read by `measure.rs`.

use crate::text::fold;

/// A currency word with what it means alone and beside an adjective.
pub(super) struct Currency {
    /// Forms of the word, folded later; the first line of a pair is one or many, the second the duals.
    forms: &'static str,
    duals: &'static str,
    /// The code without an adjective.
    pub(super) code: &'static str,
    /// Codes by the root of an adjective, without article and gender: كويتي.
    qualified: &'static [(&'static str, &'static str)],
    /// How many of the word make one of the code: 100 cents, or for a toman 10 rials the other way.
    pub(super) ratio: Ratio,
}

/// How a word's amount becomes one of its code.
#[derive(Clone, Copy)]
pub(super) enum Ratio {
    Same,
    /// So many make one.
    Divide(u64),
    /// One makes so many.
    Multiply(u64),
}

const fn one(
    forms: &'static str,
    duals: &'static str,
    code: &'static str,
    qualified: &'static [(&'static str, &'static str)],
) -> Currency {
    Currency { forms, duals, code, qualified, ratio: Ratio::Same }
}

/// A word without an adjective has the code that Arabic news mean most often; a row's own order is no rank.
#[rustfmt::skip]
pub(super) const CURRENCIES: &[Currency] = &[
    one("دولار|دولارا|دولارات|دلار|ڈالر|dollars|dollar|דולר|דולרים", "دولارين|دولاران", "USD", &[
        ("اميركي", "USD"), ("امريكي", "USD"), ("كندي", "CAD"), ("استرالي", "AUD"), ("نيوزيلندي", "NZD"),
        ("سنغافوري", "SGD"), ("تايواني", "TWD"), ("ليبيري", "LRD"), ("ناميبي", "NAD"), ("جامايكي", "JMD"),
    ]),
    one("يورو|euros|euro|یورو|אירו", "", "EUR", &[]),
    one("ريال|ريالا|ريالات|ریال|riyals|riyal|rials", "ريالين|ريالان", "SAR", &[
        ("سعودي", "SAR"), ("قطري", "QAR"), ("عماني", "OMR"), ("يمني", "YER"), ("ايراني", "IRR"), ("برازيلي", "BRL"),
        ("كمبودي", "KHR"),
    ]),
    one("درهم|درهما|دراهم|dirhams|dirham", "درهمين|درهمان", "AED", &[("اماراتي", "AED"), ("مغربي", "MAD")]),
    one("دينار|دينارا|دنانير|dinars|dinar", "دينارين|ديناران", "KWD", &[
        ("كويتي", "KWD"), ("بحريني", "BHD"), ("اردني", "JOD"), ("عراقي", "IQD"), ("تونسي", "TND"), ("جزائري", "DZD"),
        ("ليبي", "LYD"), ("صربي", "RSD"), ("سوداني", "SDG"), ("مقدوني", "MKD"),
    ]),
    one("جنيه|جنيها|جنيهات|pounds sterling", "جنيهين|جنيهان", "EGP", &[
        ("مصري", "EGP"), ("استرليني", "GBP"), ("إسترليني", "GBP"), ("سوداني", "SDG"), ("لبناني", "LBP"), ("بريطاني", "GBP"),
        ("سوري", "SYP"),
    ]),
    one("إسترليني|استرليني|باوند", "", "GBP", &[]),
    one("ليرة|ليرات|لیر|lira|liras", "ليرتين|ليرتان", "LBP", &[
        ("لبناني", "LBP"), ("سوري", "SYP"), ("تركي", "TRY"), ("ايطالي", "ITL"),
    ]),
    one("شيكل|شيكلا|شواكل|شيقل|شيقلا|شاقل|שקל|שקלים|שח|شواقل|shekels|shekel", "شيكلين|شيقلين", "ILS", &[]),
    one("روبل|روبلا|روبلات|rubles|roubles", "روبلين", "RUB", &[("بيلاروسي", "BYN")]),
    one("ين|ينا|yen", "", "JPY", &[]),
    one("يوان|يوانا|يوانات|yuan", "يوانين", "CNY", &[]),
    one("روبية|روبيات|روپے|روپیه|rupees", "روبيتين", "INR", &[
        ("هندي", "INR"), ("باكستاني", "PKR"), ("اندونيسي", "IDR"), ("سريلانكي", "LKR"), ("نيبالي", "NPR"),
        ("موريشي", "MUR"),
    ]),
    one("فرنك|فرنكا|فرنكات|francs", "فرنكين", "CHF", &[
        ("سويسري", "CHF"), ("افريقي", "XOF"), ("جيبوتي", "DJF"), ("قمري", "KMF"), ("فرنسي", "FRF"), ("رواندي", "RWF"),
        ("غيني", "GNF"),
    ]),
    one("كرونة|كرونات|كرون|كرونا|كورونا|kronor", "كرونتين", "SEK", &[
        ("سويدي", "SEK"), ("نرويجي", "NOK"), ("دنماركي", "DKK"), ("دانماركي", "DKK"), ("تشيكي", "CZK"),
        ("ايسلندي", "ISK"),
    ]),
    one("بيزو|بيسو|pesos", "", "MXN", &[
        ("مكسيكي", "MXN"), ("ارجنتيني", "ARS"), ("تشيلي", "CLP"), ("كولومبي", "COP"), ("فلبيني", "PHP"), ("كوبي", "CUP"),
    ]),
    one("وون|won", "", "KRW", &[("شمالي", "KPW")]),
    one("راند|راندا|rand", "", "ZAR", &[]),
    one("رينغيت|رينجت|رنجت|ringgit", "", "MYR", &[]),
    one("بات|baht", "", "THB", &[]),
    one("زلوتي|zloty", "", "PLN", &[]),
    one("شلن|شلنا|shillings", "شلنين", "KES", &[
        ("صومالي", "SOS"), ("كيني", "KES"), ("اوغندي", "UGX"), ("تنزاني", "TZS"),
    ]),
    one("أفغاني|افغانی", "", "AFN", &[]),
    one("تاكا|taka", "", "BDT", &[]),
    one("نايرا|naira", "", "NGN", &[]),
    one("بوليفار", "", "VES", &[]),
    one("مانات", "", "AZN", &[]),
    one("هريفنيا|غريفنا", "", "UAH", &[]),
    one("بر إثيوبي|بير إثيوبي", "", "ETB", &[]),
    one("أوقية موريتانية", "", "MRU", &[]),
    Currency { ratio: Ratio::Multiply(10), ..one("تومان|toman|tomans", "", "IRR", &[]) },
    Currency { ratio: Ratio::Divide(100), ..one("سنت|سنتا|سنتات|cents", "سنتين", "USD", &[
        ("اميركي", "USD"), ("امريكي", "USD"), ("كندي", "CAD"), ("استرالي", "AUD"), ("يورو", "EUR"),
    ]) },
    Currency { ratio: Ratio::Divide(100), ..one("هللة|هللات", "هللتين", "SAR", &[]) },
    Currency { ratio: Ratio::Divide(100), ..one("قرش|قرشا|قروش", "قرشين", "EGP", &[("سوداني", "SDG")]) },
    Currency { ratio: Ratio::Divide(1000), ..one("فلس|فلسا|فلوس", "فلسين", "KWD", &[
        ("كويتي", "KWD"), ("بحريني", "BHD"), ("اردني", "JOD"), ("عراقي", "IQD"),
    ]) },
    Currency { ratio: Ratio::Divide(1000), ..one("بيسة|بيسات", "", "OMR", &[]) },
    Currency { ratio: Ratio::Divide(100), ..one("بنس|بنسا|pence", "بنسين", "GBP", &[]) },
    Currency { ratio: Ratio::Divide(100), ..one("أغورة|אגורות", "", "ILS", &[]) },
];

/// Signs that stand for a currency, as they fold.
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₪", "ILS"),
    ("₺", "TRY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₩", "KRW"),
    ("﷼", "SAR"),
    ("⃁", "SAR"),
    ("₨", "PKR"),
    ("₦", "NGN"),
    ("₴", "UAH"),
];

/// Codes that stand beside an amount in Latin capitals.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "SAR", "AED", "QAR", "KWD", "BHD", "OMR", "YER", "JOD", "EGP", "LBP", "SYP", "IQD", "SDG",
    "LYD", "TND", "DZD", "MAD", "MRU", "SOS", "DJF", "KMF", "IRR", "TRY", "ILS", "JPY", "CNY", "INR", "PKR", "CHF",
    "RUB", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "KRW", "BRL", "MXN", "ZAR", "MYR", "IDR", "THB", "SGD", "HKD",
    "PLN", "UAH", "AFN", "XOF", "XAF", "ETB", "NGN",
];

/// The forms of every currency word: the forms, its index, and whether they are duals.
pub(super) fn forms() -> impl Iterator<Item = (String, u8, bool)> {
    CURRENCIES.iter().zip(0u8..).flat_map(|(currency, index)| {
        [(currency.forms.to_owned(), index, false), (currency.duals.to_owned(), index, true)]
    })
}

impl Currency {
    /// The code that a folded adjective behind the word gives: السعودي, كويتية, أميركي.
    pub(super) fn qualified_by(&self, adjective: &str) -> Option<&'static str> {
        let bare = adjective.strip_prefix("ال").unwrap_or(adjective);
        // كويتيا and كويتية are the same adjective.
        let is = |root: &str| {
            let rest = bare.strip_prefix(fold(root).as_str());
            rest.is_some_and(|rest| matches!(rest, "" | "ه" | "ا" | "ين" | "تين"))
        };
        self.qualified.iter().find(|(root, _)| is(root)).map(|&(_, code)| code)
    }
}

/// The code of a sign.
pub(super) fn sign(source: &str) -> Option<&'static str> {
    // Each is one character, which few words are.
    let is_one = source.len() <= '\u{ffff}'.len_utf8();
    SIGNS.iter().find(|(sign, _)| is_one && *sign == source).map(|&(_, code)| code)
}

/// The code that a word in Latin capitals is.
pub(super) fn code(source: &str) -> Option<&'static str> {
    let is_one = source.len() == 3 && source.is_ascii();
    CODES.iter().find(|code| is_one && **code == source).copied()
}
