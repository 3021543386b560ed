import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** From the project whose files take a minute each to the one whose files take seconds. */
const longestFirst = ['lifecycle', 'browser', 'database', 'unit']

/** Long files first, so that at the end of a run no worker goes on alone with one. Within a project Vitest sees to that. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => longestFirst.indexOf(project.name)
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
