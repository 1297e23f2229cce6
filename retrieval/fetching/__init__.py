"""Web pages from addresses that strangers give, fetched so that nothing inside can be reached."""

from retrieval.fetching.addresses import Allowance, Resolver, SystemResolver
from retrieval.fetching.crawl_policy import CrawlPolicy
from retrieval.fetching.fetcher import FetchedPage, Fetcher, Memory, Validators
from retrieval.fetching.limits import FetchLimits

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
