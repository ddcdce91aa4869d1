"""Jobs as answers show them."""

from pydantic import BaseModel, Field

from api.http.errors import problem, problem_of
from api.http.models.problem import Problem
from api.services.runtime.jobs import Job, JobState
from api.state.jobs import JobRecord
from graph.progress import Pace

JOB = "q0vI2m3y1bV0mPp3oQx7Zg"


class JobProgress(BaseModel):
    """How far a job is."""

    step: str = Field(description="What is being done", examples=["applying declarations-2024-03.csv"])
    done: int = Field(description="Rows or records done", examples=[20_000], ge=0)
    total: int = Field(
        description="Out of how many; 0 where it is not known, estimated while a file is staged",
        examples=[45_000],
        ge=0,
    )
    rejected: int = Field(description="Rows that were rejected so far", examples=[3], ge=0)
    rate: float = Field(description="Rows or records a second since the step began", examples=[18_500.0], ge=0)
    seconds_left: float | None = Field(
        description="How long the step will still take at this rate; null where that is not known", examples=[1.4]
    )

    @classmethod
    def of(cls, pace: Pace) -> "JobProgress":
        """The progress of the step that runs."""
        step, left = pace.step, pace.seconds_left
        return cls(
            step=step.name,
            done=step.done,
            total=step.total,
            rejected=step.rejected,
            rate=round(pace.rate, 1),
            seconds_left=None if left is None else round(left, 1),
        )


class JobStatus(BaseModel):
    """Where a job stands."""

    id: str = Field(description="Id that cannot be guessed", examples=[JOB])
    title: str = Field(description="What it does", examples=["analysis linked_entities"])
    state: JobState = Field(description="queued, running, then done, failed or cancelled", examples=["running"])
    is_cancelled: bool = Field(description="Whether somebody asked it to stop", examples=[False])
    progress: JobProgress = Field(description="How far it is")
    created_at: str = Field(description="When it was asked for, UTC", examples=["2024-03-31T08:00:00.000+00:00"])
    started_at: str = Field(description="When it began, UTC; empty before", examples=["2024-03-31T08:00:00.004+00:00"])
    ended_at: str = Field(description="When it ended, UTC; empty before", examples=[""])
    result: str | None = Field(description="Where its result is; null until done", examples=[f"/v1/jobs/{JOB}/result"])
    problem: Problem | None = Field(description="Why it failed, or where it was stopped; null otherwise")

    @classmethod
    def of(cls, job: Job) -> "JobStatus":
        """The status of a job now."""
        return cls(
            id=job.id,
            title=job.order.title,
            state=job.state,
            is_cancelled=job.is_cancelled,
            progress=JobProgress.of(job.pace),
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            result=f"/v1/jobs/{job.id}/result" if job.result else None,
            problem=problem_of(job.error) if job.error else None,
        )

    @classmethod
    def of_remembered(cls, job: JobRecord) -> "JobStatus":
        """The status of a job that is no longer known but by what is remembered of it: its result is gone."""
        return cls(
            id=job.id,
            title=job.title,
            state=JobState(job.state),
            is_cancelled=job.state == JobState.CANCELLED,
            progress=JobProgress.of(Pace()),
            created_at=job.created_at,
            started_at=job.started_at,
            ended_at=job.ended_at,
            result=None,
            problem=problem(410, job.error, "ask for it again") if job.error else None,
        )


class JobList(BaseModel):
    """The jobs that are known."""

    jobs: list[JobStatus] = Field(description="Newest first")
