//! What a column and a table are: name, type, unit, meaning, and how a column adds up over a period.

/// Type of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// Text.
    Text,
    /// 64-bit integers.
    Integer,
    /// 64-bit floats; NaN is no value.
    Real,
}

impl Data {
    /// Name in digests and in the data dictionary.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "real",
        }
    }
}

/// How the value of a period follows from its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Says which row it is.
    Key,
    /// Of the period's last day; in `summary` the mean of the days that have a value.
    Stock,
    /// Sum over the period; in `summary` the mean day times 365.
    Flow,
    /// From the totals of the period, such as fees over transactions; in `summary` from the totals of all days after warm-up.
    Mean,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSpec {
    /// Name: stable from version to version.
    pub name: &'static str,
    /// Type.
    pub data: Data,
    /// Unit; `name` for text, `1` for pure numbers.
    pub unit: &'static str,
    /// What it says, in one sentence.
    pub meaning: &'static str,
    /// How it adds up.
    pub role: Role,
}

impl ColumnSpec {
    /// A text column that says which row it is.
    #[must_use]
    pub const fn key(name: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Text, unit: "name", meaning, role: Role::Key }
    }

    /// A text column that describes.
    #[must_use]
    pub const fn label(name: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Text, unit: "name", meaning, role: Role::Stock }
    }

    /// An integer column that says which row it is.
    #[must_use]
    pub const fn index(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Integer, unit, meaning, role: Role::Key }
    }

    /// A stock.
    #[must_use]
    pub const fn stock(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Real, unit, meaning, role: Role::Stock }
    }

    /// A flow.
    #[must_use]
    pub const fn flow(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Real, unit, meaning, role: Role::Flow }
    }

    /// Unit of its value in `summary`, where flows are per year.
    #[must_use]
    pub fn summary_unit(&self) -> String {
        if self.role == Role::Flow { format!("{}/year", self.unit) } else { self.unit.to_owned() }
    }

    /// A mean, ratio or count of the period's totals.
    #[must_use]
    pub const fn mean(name: &'static str, unit: &'static str, meaning: &'static str) -> Self {
        Self { name, data: Data::Real, unit, meaning, role: Role::Mean }
    }
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Name, and name of its file.
    pub name: &'static str,
    /// What a row is, in one sentence.
    pub meaning: &'static str,
    /// Columns in order, keys first.
    pub columns: &'static [ColumnSpec],
}

impl TableSpec {
    /// Position of a column.
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}
