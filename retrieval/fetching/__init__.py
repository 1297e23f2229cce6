"""Web pages from addresses that strangers give, fetched so that nothing inside can be reached."""

from footnote.retrieval.fetching.addresses import Allowance, Resolver, SystemResolver
from footnote.retrieval.fetching.crawl_policy import CrawlPolicy, FetchLimits
from footnote.retrieval.fetching.fetcher import FetchedPage, Fetcher, Memory, Validators

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
