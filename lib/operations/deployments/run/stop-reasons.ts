/** Another worker has the deployment, or this one was too slow to say it lives. Touch nothing any more. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

/** A person cancelled the deployment. */
export class Cancelled extends Error {
  override name = 'Cancelled'
}

/** This worker is ending; another one goes on. */
export class ShuttingDown extends Error {
  override name = 'ShuttingDown'
}

/** The deployment cannot go live: a code, a sentence, and what to do, for its page. */
export class DeployFailure extends Error {
  override name = 'DeployFailure'
  constructor(
    readonly code: string,
    sentence: string,
    readonly fix: string,
    /** Lines that show it; absent: the last ones of the deployment's log. */
    readonly lastLines?: string[],
  ) {
    super(sentence)
  }
}
