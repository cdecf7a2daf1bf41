//! Who posts blobs: data gather with each poster until a post is full or has waited long enough, and leave in whole blobs.

/// Data, in blobs, below which there is nothing to post.
const DUST: f64 = 1e-9;

/// A poster's plan for a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Poster {
    /// Chains whose data it posts, and each one's share of all rollup data of the day; those of all posters sum to 1.
    pub chains: Vec<(usize, f64)>,
    /// n: blobs of a full post.
    pub blobs_per_post: u64,
    /// Blocks after which it posts what it has.
    pub patience_blocks: u64,
}

/// What a chain's data came to in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChainBlobs {
    /// Data that it wanted to post, in blobs.
    pub wanted: f64,
    /// Data that were posted, in blobs.
    pub data: f64,
    /// Whole blobs paid for, its part where they are shared or wait for room; they include those that waited the day before.
    pub blobs: f64,
    /// What those blobs cost at the price of their blocks, gwei per blob gas, summed over blobs.
    pub paid_gwei: f64,
    /// Posts, its part where they are shared.
    pub posts: f64,
}

/// What a chain carries from day to day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Waiting {
    /// Data that wait to be posted, in blobs; below 0, data posted ahead.
    pub data: f64,
    /// Blocks since its poster last posted.
    pub blocks: u64,
}

/// Posters at work.
pub(super) struct Desk<'a> {
    posters: &'a [Poster],
    /// Data a poster holds beyond what the sum of demand brings it, in blobs.
    base: Vec<f64>,
    /// Each poster's share of what is wanted.
    share: Vec<f64>,
    /// Block of the last post, counted from the start of the day.
    last: Vec<i64>,
    /// Data wanted by all rollups since the day began.
    sum: f64,
    /// No poster is due before the sum or the block reaches these.
    next_sum: f64,
    next_block: i64,
    /// The same of each poster.
    due_sum: Vec<f64>,
    due_block: Vec<i64>,
    /// Data that left, and posts, by poster.
    data: Vec<f64>,
    posts: Vec<f64>,
}

impl<'a> Desk<'a> {
    pub(super) fn open(posters: &'a [Poster], waiting: &[Waiting]) -> Self {
        let base = posters.iter().map(|p| p.chains.iter().map(|(k, _)| waiting[*k].data).sum()).collect();
        let share = posters.iter().map(|p| p.chains.iter().map(|(_, share)| share).sum()).collect();
        let since = |p: &Poster| p.chains.iter().map(|(k, _)| waiting[*k].blocks).max().unwrap_or(0);
        let last = posters.iter().map(|p| -i64::try_from(since(p)).unwrap_or(i64::MAX)).collect();
        let none = vec![0.0; posters.len()];
        // At the first block everybody is looked at.
        let (due_sum, due_block) = (vec![0.0; posters.len()], vec![0; posters.len()]);
        Self { posters, base, share, last, sum: 0.0, next_sum: 0.0, next_block: 0, due_sum, due_block, data: none.clone(), posts: none }
    }

    /// Takes in `wanted` blobs of data at the block, and says by way of `post` who posts how many blobs.
    pub(super) fn gather(&mut self, block: u64, wanted: f64, mut post: impl FnMut(usize, u64)) {
        self.sum += wanted;
        let block = block as i64;
        if self.sum < self.next_sum && block < self.next_block {
            return;
        }
        (self.next_sum, self.next_block) = (f64::INFINITY, i64::MAX);
        for i in 0..self.posters.len() {
            if self.sum >= self.due_sum[i] || block >= self.due_block[i] {
                self.attend(i, block, &mut post);
            }
            self.next_sum = self.next_sum.min(self.due_sum[i]);
            self.next_block = self.next_block.min(self.due_block[i]);
        }
    }

    /// Looks at one poster: posts what is due, and says when to look again.
    fn attend(&mut self, i: usize, block: i64, post: &mut impl FnMut(usize, u64)) {
        let (full, patience) = (self.posters[i].blobs_per_post.max(1), self.posters[i].patience_blocks.max(1) as i64);
        let held = self.base[i] + self.share[i] * self.sum;
        let late = block - self.last[i] >= patience;
        let full_posts = (held / full as f64 + DUST).max(0.0) as u64;
        if full_posts > 0 {
            self.leave(i, block, ((full_posts * full) as f64).min(held), full_posts as f64);
            post(i, full_posts * full);
        } else if late && held > DUST {
            self.leave(i, block, held, 1.0);
            post(i, (held - DUST).ceil().max(1.0) as u64);
        } else if late {
            self.last[i] = block;
        }
        // Rather a little early: a look too many changes nothing.
        let nearly_full = full as f64 * (1.0 - 2.0 * DUST);
        self.due_sum[i] = if self.share[i] > 0.0 { (nearly_full - self.base[i]) / self.share[i] - DUST } else { f64::INFINITY };
        self.due_block[i] = self.last[i].saturating_add(patience);
    }

    fn leave(&mut self, i: usize, block: i64, data: f64, posts: f64) {
        self.base[i] -= data;
        self.last[i] = block;
        self.data[i] += data;
        self.posts[i] += posts;
    }

    /// Blocks from `block` on in which nobody can be due while `wanted` a block come in; the first of them is `block`.
    pub(super) fn idle_blocks(&self, block: u64, wanted: f64) -> u64 {
        let until_full = if wanted > 0.0 { ((self.next_sum - self.sum) / wanted).max(0.0) as u64 } else { u64::MAX };
        let until_late = u64::try_from(self.next_block.saturating_sub(block as i64)).unwrap_or(0);
        until_full.saturating_sub(1).min(until_late)
    }

    /// Takes in the data of idle blocks.
    pub(super) fn skip(&mut self, wanted: f64) {
        self.sum += wanted;
    }

    /// Each of its chains' part of what poster `i` posts: in proportion to the day's data, or equal parts on a day without.
    pub(super) fn parts(&self, i: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let poster = &self.posters[i];
        poster.chains.iter().map(move |(k, share)| (*k, part_of(*share, self.share[i], poster.chains.len())))
    }

    /// Closes a day of `blocks` blocks: what each chain wanted and posted, and what it carries on. Members of a shared post hold its
    /// data in proportion to what they brought.
    pub(super) fn close(&self, blocks: u64, waiting: &mut [Waiting], chains: &mut [ChainBlobs]) {
        for (i, poster) in self.posters.iter().enumerate() {
            let brought: Vec<f64> = poster.chains.iter().map(|(k, share)| waiting[*k].data + share * self.sum).collect();
            let total: f64 = brought.iter().map(|x| x.max(0.0)).sum();
            let since = u64::try_from(blocks as i64 - self.last[i]).unwrap_or(0);
            for ((k, share), brought) in poster.chains.iter().zip(&brought) {
                let part = part_of(*brought, total, poster.chains.len());
                chains[*k].wanted += share * self.sum;
                chains[*k].data += part * self.data[i];
                chains[*k].posts += part * self.posts[i];
                waiting[*k] = Waiting { data: brought - part * self.data[i], blocks: since };
            }
        }
    }
}

/// A member's part of a pool; equal parts of one without data.
fn part_of(brought: f64, total: f64, members: usize) -> f64 {
    if total > 0.0 { brought.max(0.0) / total } else { 1.0 / members as f64 }
}
