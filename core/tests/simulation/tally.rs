//! What happened in many histories, and how often.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::fault::{Effect, Place};
use crate::plan::{Act, Plan};

/// What happened in one history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) faults: BTreeSet<(Place, Effect)>,
    pub(crate) calls: BTreeMap<&'static str, u64>,
    pub(crate) has_proof: bool,
    /// How many late writes have replaced something newer.
    pub(crate) late_writes: u64,
    /// How often a process wrote the session that it knew over an unreadable one, although the known session had
    /// already ended.
    pub(crate) unreadable_writes: u64,
    pub(crate) requests: u64,
}

impl Tally {
    pub(crate) fn fault(&mut self, place: Place, effect: Effect) {
        self.faults.insert((place, effect));
    }
}

/// The sum over histories.
#[derive(Clone, Debug, Default)]
pub(crate) struct Total {
    pub(crate) histories: u64,
    steps: u64,
    several_processes: u64,
    several_instances: u64,
    proofs: u64,
    late_writes: u64,
    unreadable_writes: u64,
    calls: BTreeMap<&'static str, u64>,
    /// In how many histories each kind of act occurred.
    acts: BTreeMap<&'static str, u64>,
    faults: BTreeMap<(Place, Effect), u64>,
    effects: BTreeMap<Effect, u64>,
    requests: u64,
}

impl Total {
    pub(crate) fn add(&mut self, plan: &Plan, tally: &Tally) {
        self.histories += 1;
        self.steps += plan.steps.len() as u64;
        self.several_processes += u64::from(plan.settings.processes > 1);
        self.several_instances += u64::from(plan.settings.instances > 1);
        self.proofs += u64::from(tally.has_proof);
        self.late_writes += u64::from(tally.late_writes > 0);
        self.unreadable_writes += u64::from(tally.unreadable_writes > 0);
        self.requests += tally.requests;
        for (call, count) in &tally.calls {
            *self.calls.entry(call).or_default() += count;
        }
        let acts: BTreeSet<_> =
            plan.steps.iter().map(|step| &step.act).filter(|act| !is_call(act)).map(Act::name).collect();
        acts.into_iter().for_each(|act| *self.acts.entry(act).or_default() += 1);
        tally.faults.iter().for_each(|fault| *self.faults.entry(*fault).or_default() += 1);
        let effects: BTreeSet<_> = tally.faults.iter().map(|(_, effect)| *effect).collect();
        effects.into_iter().for_each(|effect| *self.effects.entry(effect).or_default() += 1);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.histories += other.histories;
        self.steps += other.steps;
        self.several_processes += other.several_processes;
        self.several_instances += other.several_instances;
        self.proofs += other.proofs;
        self.late_writes += other.late_writes;
        self.unreadable_writes += other.unreadable_writes;
        self.requests += other.requests;
        other.calls.into_iter().for_each(|(name, count)| *self.calls.entry(name).or_default() += count);
        other.acts.into_iter().for_each(|(name, count)| *self.acts.entry(name).or_default() += count);
        other.faults.into_iter().for_each(|(name, count)| *self.faults.entry(name).or_default() += count);
        other.effects.into_iter().for_each(|(name, count)| *self.effects.entry(name).or_default() += count);
    }

    /// The percentage of the histories in which a fault happened.
    pub(crate) fn share_of_effect(&self, effect: Effect) -> f64 {
        self.share(self.effects.get(&effect).copied().unwrap_or_default())
    }

    pub(crate) fn share_of_several_processes(&self) -> f64 {
        self.share(self.several_processes)
    }

    pub(crate) fn share_of_proofs(&self) -> f64 {
        self.share(self.proofs)
    }

    fn share(&self, count: u64) -> f64 {
        100.0 * count as f64 / self.histories.max(1) as f64
    }
}

/// Whether the statistics count the act elsewhere: among the calls, or among the faults.
fn is_call(act: &Act) -> bool {
    matches!(act, Act::Call { .. } | Act::Arm(_))
}

impl fmt::Display for Total {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_history = |count: u64| count as f64 / self.histories.max(1) as f64;
        let calls: u64 = self.calls.values().sum();
        writeln!(
            formatter,
            "{} histories; on average {:.1} steps, {:.1} calls, {:.1} requests",
            self.histories,
            per_history(self.steps),
            per_history(calls),
            per_history(self.requests)
        )?;
        writeln!(formatter, "share of the histories:")?;
        for (name, count) in [
            ("several processes", self.several_processes),
            ("several instances", self.several_instances),
            ("a proof of a password (SRP)", self.proofs),
            ("a late write, as ADR 18 allows", self.late_writes),
            ("an ended session written over an unreadable one", self.unreadable_writes),
        ] {
            writeln!(formatter, "  {:>6.2} %  {name}", self.share(count))?;
        }
        for (name, count) in &self.acts {
            writeln!(formatter, "  {:>6.2} %  {name}", self.share(*count))?;
        }
        writeln!(formatter, "faults that happened, as a share of the histories:")?;
        for ((place, effect), count) in &self.faults {
            writeln!(formatter, "  {:>6.2} %  {}: {}", self.share(*count), place.name(), effect.name())?;
        }
        writeln!(formatter, "share of the calls:")?;
        for (name, count) in &self.calls {
            writeln!(formatter, "  {:>6.2} %  {name}", 100.0 * *count as f64 / calls.max(1) as f64)?;
        }
        Ok(())
    }
}
