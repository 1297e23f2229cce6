"""Web pages from addresses that strangers give, fetched so that nothing inside can be reached."""

from retrieval.fetching.addresses import Allowance
from retrieval.fetching.fetcher import FetchedPage, Fetcher, Memory, Validators
from retrieval.fetching.limits import FetchLimits
from retrieval.fetching.manners import Manners
from retrieval.fetching.resolving import Resolver, SystemResolver

__all__ = [
    "Allowance",
    "FetchLimits",
    "FetchedPage",
    "Fetcher",
    "Manners",
    "Memory",
    "Resolver",
    "SystemResolver",
    "Validators",
]
