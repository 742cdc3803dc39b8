//! Names of countries, subdivisions and zone cities out of CLDR.
//!
//! Owns the few elements that are read from its XML; says nothing about which names are kept (`rows.rs`).

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Failure, LANGUAGES, read};

/// By code, the names in each language; the first is the usual one.
pub(crate) type Names = BTreeMap<String, [Vec<String>; 5]>;

/// What is taken from CLDR.
pub(crate) struct Cldr {
    /// ISO 3166-1 alpha-2 → names.
    pub(crate) territories: Names,
    /// ISO 3166-2 in small letters without hyphen → names.
    pub(crate) subdivisions: Names,
    /// Time zone, such as `Asia/Baku` → names of its exemplar city.
    pub(crate) cities: Names,
    /// Time zone → ISO 3166-1 alpha-2.
    pub(crate) zones: BTreeMap<String, String>,
}

/// Codes that CLDR has among the territories and that name no country.
const NO_COUNTRY: &[&str] = &["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"];

impl Cldr {
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let mut cldr = Self {
            territories: Names::new(),
            subdivisions: Names::new(),
            cities: Names::new(),
            zones: zones(&read(&folder.join("bcp47/timezone.xml"))?),
        };
        for (language, code) in LANGUAGES.into_iter().enumerate() {
            let main = read(&folder.join(format!("main/{code}.xml")))?;
            cldr.add_territories(language, &main);
            cldr.add_cities(language, &main);
            let subdivisions = read(&folder.join(format!("subdivisions/{code}.xml")))?;
            for element in elements(&subdivisions, "subdivision") {
                if let Some(code) = element.attribute("type").filter(|_| element.attribute("alt").is_none()) {
                    let names = cldr.subdivisions.entry(code.to_owned()).or_default();
                    names[language].push(element.text());
                }
            }
        }
        Ok(cldr)
    }

    fn add_territories(&mut self, language: usize, xml: &str) {
        for element in elements(xml, "territory") {
            let Some(code) = element.attribute("type") else { continue };
            let is_country = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            if !is_country || NO_COUNTRY.contains(&code) {
                continue;
            }
            let names = &mut self.territories.entry(code.to_owned()).or_default()[language];
            match element.attribute("alt") {
                None => names.insert(0, element.text()),
                Some(_) => names.push(element.text()),
            }
        }
    }

    /// Exemplar cities of one language; English names those only that differ from the zone's own name.
    fn add_cities(&mut self, language: usize, xml: &str) {
        if LANGUAGES[language] == "en" {
            for zone in self.zones.keys().filter(|zone| zone.contains('/') && !zone.starts_with("Etc/")) {
                let city = zone.rsplit('/').next().unwrap_or_default().replace('_', " ");
                self.cities.entry(zone.clone()).or_default()[language].push(city);
            }
        }
        for block in xml.split("<zone type=\"").skip(1) {
            let Some((zone, rest)) = block.split_once('"') else { continue };
            let inside = rest.split("</zone>").next().unwrap_or_default();
            if let Some(city) = elements(inside, "exemplarCity").next().filter(|_| !zone.starts_with("Etc/")) {
                self.cities.entry(zone.to_owned()).or_default()[language].insert(0, city.text());
            }
        }
    }
}

/// The zones of BCP 47 with their country: the first two of five letters of a zone's short name. Names of another length,
/// such as `jeruslm`, do not begin with a country.
fn zones(xml: &str) -> BTreeMap<String, String> {
    let mut zones = BTreeMap::new();
    for tag in xml.split("<type ").skip(1) {
        let element = Element { attributes: tag.split('>').next().unwrap_or_default(), content: "" };
        let (Some(name), Some(aliases)) = (element.attribute("name"), element.attribute("alias")) else { continue };
        let Some(country) = name.get(..2).filter(|_| name.len() == 5) else { continue };
        for alias in aliases.split(' ') {
            zones.insert(alias.to_owned(), country.to_ascii_uppercase());
        }
    }
    zones
}

/// An element without children.
struct Element<'x> {
    attributes: &'x str,
    content: &'x str,
}

impl<'x> Element<'x> {
    fn attribute(&self, name: &str) -> Option<&'x str> {
        let at = self.attributes.find(&format!("{name}=\""))? + name.len() + 2;
        self.attributes[at..].split('"').next()
    }

    fn text(&self) -> String {
        let text = self.content.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text.replace("&apos;", "'").replace("&amp;", "&").trim().to_owned()
    }
}

/// The elements of one name.
fn elements<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = Element<'x>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let from = rest.find(&open)? + open.len();
            rest = &rest[from..];
            if !rest.starts_with([' ', '>', '\t']) {
                continue;
            }
            let tag = rest.find('>')?;
            let (attributes, inside) = (&rest[..tag], &rest[tag + 1..]);
            if attributes.ends_with('/') {
                continue;
            }
            let end = inside.find(&close)?;
            rest = &inside[end..];
            return Some(Element { attributes, content: &inside[..end] });
        }
    })
}
