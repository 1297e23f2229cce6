"""Web pages from addresses that strangers give, fetched so that nothing inside can be reached."""

from footnote.retrieval.fetching.crawl_policy import CrawlPolicy, FetchLimits
from footnote.retrieval.fetching.fetcher import FetchedPage, Fetcher, Memory, Validators
from footnote.retrieval.fetching.wire import Allowance, Resolver, SystemResolver

__all__ = [
    "Allowance",
    "CrawlPolicy",
    "FetchLimits",
    "FetchedPage",
    "Fetcher",
    "Memory",
    "Resolver",
    "SystemResolver",
    "Validators",
]
