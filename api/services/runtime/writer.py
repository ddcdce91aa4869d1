"""Writing as jobs: loads, recalls, reclassifications, rebuilds, one at a time, each on stores of its own."""

import json
import logging
from collections.abc import Callable
from typing import Any

from api.services.runtime.jobs import Job, JobResult, Jobs, Order
from api.services.runtime.pool import Pool
from api.services.runtime.workspace import Workspace

log = logging.getLogger(__name__)

Write = Callable[[Workspace, Job], dict[str, Any]]


def start_write(jobs: Jobs, pool: Pool, order: Order, write: Write) -> Job:
    """Queues a write; its answer is JSON.

    Raises:
        StoreUnavailable: too many are waiting already.
    """

    def work(job: Job) -> JobResult:
        with pool.opened(job.progress, log.info, order.resumes, order.patterns, not order.resumes) as workspace:
            workspace.by = order.by
            return JobResult(json.dumps(write(workspace, job), ensure_ascii=False).encode())

    return jobs.start(order, work)
