//! `docs/scenario.schema.json` against scenario files, by an independent validator. Nothing here knows l2niche.

#[cfg(test)]
mod tests {
    use boon::{Compiler, Draft, SchemaIndex, Schemas};
    use serde_json::Value;
    use std::path::{Path, PathBuf};

    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

    struct Validator(Schemas, SchemaIndex);

    impl Validator {
        fn new() -> Self {
            let text = std::fs::read_to_string(Path::new(ROOT).join("docs/scenario.schema.json")).unwrap();
            let schema: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
            compiler.set_default_draft(Draft::V2020_12);
            compiler.add_resource("scenario.json", schema).unwrap();
            // Compiling checks the schema against the meta-schema of its draft.
            let index = compiler.compile("scenario.json", &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
            Self(schemas, index)
        }

        fn faults(&self, text: &str) -> Option<String> {
            let table: toml::Table = text.parse().unwrap();
            self.0.validate(&serde_json::to_value(table).unwrap(), self.1).err().map(|error| format!("{error:#}"))
        }
    }

    fn files(folder: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
        files.sort();
        files
    }

    #[test]
    fn every_shipped_scenario_fits() {
        let validator = Validator::new();
        let shipped: Vec<PathBuf> = ["scenarios", "tests/scenarios", "src/cli/new"].into_iter().flat_map(files).collect();
        assert!(shipped.len() >= 25, "{}", shipped.len());
        let wrong: Vec<String> = shipped
            .iter()
            .filter_map(|path| Some(format!("{}: {}", path.display(), validator.faults(&std::fs::read_to_string(path).unwrap())?)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    const SMALL: &str = r#"
scenario.name = "small"
[[vertical]]
name = "pay"
[[chain]]
name = "base"
kind = "l2"
[[group]]
name = "all"
users = 10
homes = { base = 1 }
uses.pay = { benefit_usd_per_month = 1, transactions_per_month = 2 }
"#;

    #[test]
    fn what_is_wrong_by_itself_does_not_fit() {
        let validator = Validator::new();
        assert_eq!(validator.faults(SMALL), None);
        for (from, to) in [
            ("kind = \"l2\"", "kind = \"l4\""),
            ("kind = \"l2\"", "kind = \"l2\"\ntresury_usd = 5"),
            ("users = 10", "users = -10"),
            ("users = 10", "users = \"many\""),
            ("name = \"base\"", "name = \"Base\""),
            ("name = \"base\"", "label = \"Base\""),
            ("scenario.name = \"small\"", ""),
            ("[[vertical]]", "[[verticals]]"),
            ("benefit_usd_per_month = 1", "benefit = 1"),
            ("name = \"base\"", "name = \"base\"\nremove = true"),
        ] {
            assert!(validator.faults(&SMALL.replace(from, to)).is_some(), "{to}");
        }
    }

    #[test]
    fn a_file_that_extends_another_may_be_partial() {
        let validator = Validator::new();
        let text = "extends = \"other.toml\"\n[[chain]]\nname = \"base\"\nremove = true\n";
        assert_eq!(validator.faults(text), None);
        assert!(validator.faults(&text.replace("name = \"base\"\n", "")).is_some());
    }
}
